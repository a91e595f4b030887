/** The help for people in Dutch: the page `/account/help`. */
import type { HelpMessages } from './en-help.js';

export const nlHelp: HelpMessages = {
  title: 'Hulp bij het inloggen',
  intro:
    'Naast je wachtwoord voer je een code in die een app op je telefoon toont, of een van de back-upcodes die je hebt bewaard. Met alleen je wachtwoord komt niemand binnen.',
  contents: 'Op deze pagina',
  security: 'Naar Beveiliging',
  forgot: 'Wachtwoord vergeten?',
  answers: [
    {
      id: 'set-up',
      title: 'Instellen',
      first:
        'Je hebt een authenticator-app op je telefoon nodig. Welke maakt niet uit; veel wachtwoordmanagers hebben er een aan boord.',
      steps: [
        'Log in op je account, open Beveiliging en kies “Tweestapsverificatie inschakelen”. Stelt je organisatie het verplicht, dan kom je er bij het inloggen vanzelf.',
        'Scan het plaatje met de app, of typ de sleutel over.',
        'Voer de code in die de app toont en kies “Verifiëren”.',
        'Bewaar de back-upcodes: op papier, of in een wachtwoordmanager die je ook zonder deze telefoon kunt openen.',
      ],
      notes: [
        'Vanaf dan wordt bij elke keer inloggen om een code uit de app gevraagd. Andere browsers en apps worden één keer uitgelogd.',
        'Je kunt meer dan één app toevoegen, bijvoorbeeld op een tweede telefoon.',
      ],
    },
    {
      id: 'new-phone',
      title: 'Nieuwe telefoon',
      first: 'Voeg de nieuwe telefoon toe voordat je de oude wegdoet.',
      steps: [
        'Log in met een code van de oude telefoon, of met een back-upcode.',
        'Open Beveiliging, kies “Nog een app toevoegen” en scan het plaatje met de nieuwe telefoon.',
        'Verwijder daarna de oude app uit de lijst, en wis hem van de oude telefoon.',
      ],
      notes: [
        'Sommige apps zetten hun accounts met een back-up over op een nieuwe telefoon. Toont de nieuwe telefoon al codes voor dit account, dan hoef je niets te doen.',
      ],
    },
    {
      id: 'lost-phone',
      title: 'Telefoon kwijt',
      first: 'Daar zijn je back-upcodes voor. Elke code werkt één keer.',
      steps: [
        'Wordt om een code gevraagd, kies dan “Een back-upcode gebruiken” en voer er een in.',
        'Open Beveiliging en voeg je nieuwe telefoon toe met “Nog een app toevoegen”.',
        'Verwijder de verloren telefoon uit de lijst: de codes ervan werken meteen niet meer, en alles wordt daar uitgelogd.',
        'Maak met een code van de nieuwe telefoon nieuwe back-upcodes.',
      ],
      notes: ['Nog geen nieuwe telefoon? Met je andere back-upcodes kom je binnen tot je er een hebt.'],
    },
    {
      id: 'lost-everything',
      title: 'Alles kwijt',
      first: 'Geen telefoon en geen back-upcodes: dan kan alleen een beheerder van je organisatie helpen.',
      steps: [
        'Vraag een beheerder. Die gaat na of jij het echt bent, en zet daarna je tweestapsverificatie terug.',
        'Log in met je wachtwoord. Je wordt door het instellen van je nieuwe telefoon geleid.',
        'Bewaar de nieuwe back-upcodes.',
      ],
      notes: [
        'Een nieuw wachtwoord helpt hier niet: wie je mail kan lezen, mag niet voorbij je tweede stap komen. Dat beschermt jou ook.',
        'Een beheerder heeft nooit je wachtwoord nodig, en ook geen code.',
      ],
    },
    {
      id: 'a-code-is-refused',
      title: 'Een code wordt geweigerd',
      first: 'Meestal ligt het aan de tijd. Codes hangen daarvan af, dus de klok van je telefoon moet goed staan.',
      steps: [
        'Laat je telefoon in de instellingen datum en tijd automatisch instellen.',
        'Kijk of je de code van dit account gebruikt: de app toont de naam ervan en je e-mailadres.',
        'Wacht op de volgende code en voer die in voordat hij verandert. Een code die al gebruikt is, wordt niet nog eens aangenomen.',
      ],
      notes: [
        'Na een paar onjuiste codes moet je wachten. De pagina zegt hoelang. Een back-upcode werkt misschien nog wel.',
        'Is de app intussen opnieuw ingesteld, dan telt alleen het nieuwste account in de app. Verwijder de oudere.',
      ],
    },
    {
      id: 'somebody-else-signed-in',
      title: 'Iemand anders heeft ingelogd',
      first:
        'Kreeg je een mail over inloggen, een code of een wijziging, en was jij dat niet? Dan kent iemand misschien je wachtwoord. Doe meteen iets.',
      steps: [
        'Kies “Dit was ik niet” in de mail. Alle browsers en apps worden uitgelogd en je oude wachtwoord werkt niet meer.',
        'Kies een nieuw wachtwoord met de mail die dan volgt: een dat je nergens anders gebruikt.',
        'Log in, open Beveiliging en bekijk je authenticator-apps. Verwijder wat je niet kent en maak nieuwe back-upcodes.',
        'Vertel het een beheerder van je organisatie.',
      ],
      notes: [
        'Geen mail bij de hand? Onder Beveiliging kun je je wachtwoord wijzigen, wat al het andere uitlogt, en zien waar je bent ingelogd.',
        'Vertel nooit iemand een code, ook niet door de telefoon. Niemand die je helpt heeft er een nodig.',
      ],
    },
  ],
};
