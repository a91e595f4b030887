/** The sentences about choosing, changing and forgetting a password, in Dutch. */
import type { PasswordMessages } from './en-password.js';

const weaknesses: PasswordMessages['weaknesses'] = {
  straightRow: 'Rijen toetsen op het toetsenbord zijn makkelijk te raden.',
  keyPattern: 'Patronen op het toetsenbord zijn makkelijk te raden.',
  simpleRepeat: 'Herhaalde tekens zoals ‘aaa’ zijn makkelijk te raden.',
  extendedRepeat: 'Herhaalde stukken zoals ‘abcabc’ zijn makkelijk te raden.',
  sequences: 'Reeksen zoals ‘abc’ of ‘6543’ zijn makkelijk te raden.',
  recentYears: 'Recente jaartallen zijn makkelijk te raden.',
  dates: 'Datums zijn makkelijk te raden.',
  topTen: 'Dit is een van de tien meest gebruikte wachtwoorden.',
  topHundred: 'Dit is een van de honderd meest gebruikte wachtwoorden.',
  common: 'Veel mensen gebruiken dit wachtwoord.',
  similarToCommon: 'Dit is bijna een wachtwoord dat veel mensen gebruiken.',
  wordByItself: 'Eén enkel woord is makkelijk te raden.',
  namesByThemselves: 'Alleen een naam is makkelijk te raden.',
  commonNames: 'Namen zijn makkelijk te raden.',
  userInputs: 'Het bestaat uit je eigen naam of e-mailadres.',
};

const advice: PasswordMessages['advice'] = {
  l33t: 'Letters vervangen, zoals ‘a’ door ‘@’, helpt niet veel.',
  reverseWords: 'Woorden achterstevoren helpen niet veel.',
  allUppercase: 'Alles in hoofdletters helpt niet veel.',
  capitalization: 'Een hoofdletter aan het begin helpt niet veel.',
  dates: 'Laat datums en jaartallen weg die met jou te maken hebben.',
  recentYears: 'Laat recente jaartallen weg.',
  associatedYears: 'Laat jaartallen weg die met jou te maken hebben.',
  sequences: 'Laat reeksen tekens weg.',
  repeated: 'Herhaal geen woorden of tekens.',
  longerKeyboardPattern: 'Een patroon op het toetsenbord moet lang zijn en vaak van richting veranderen.',
  anotherWord: 'Voeg nog een of twee woorden toe, minder gewone.',
  useWords: 'Gebruik meerdere woorden die niets met elkaar te maken hebben.',
  noNeed: 'Cijfers, leestekens en hoofdletters mogen, maar hoeven niet.',
};

export const nlPassword: PasswordMessages = {
  rules: (least) =>
    `Minstens ${least} tekens. Meerdere woorden die niets met elkaar te maken hebben, zijn makkelijk te onthouden en moeilijk te raden.`,
  problems: {
    missing: 'Kies een nieuw wachtwoord.',
    too_short: (least) => `Het wachtwoord is te kort. Het moet minstens ${least} tekens hebben.`,
    too_long: (most) => `Het wachtwoord is te lang. Het mag hoogstens ${most} tekens hebben.`,
    contains_email: 'Het wachtwoord mag je e-mailadres niet bevatten.',
    contains_name: 'Het wachtwoord mag je naam niet bevatten.',
    too_guessable: 'Dit wachtwoord is te makkelijk te raden.',
  },
  weaknesses,
  advice,

  change: {
    title: 'Je wachtwoord wijzigen',
    current: 'Huidig wachtwoord',
    new: 'Nieuw wachtwoord',
    effect: 'Je andere browsers en toepassingen worden uitgelogd. In deze browser blijf je ingelogd.',
    submit: 'Wachtwoord wijzigen',
    back: 'Terug naar beveiliging',
    currentMissing: 'Vul je huidige wachtwoord in.',
    currentWrong: 'Dit is niet je huidige wachtwoord.',
    same: 'Dit is je huidige wachtwoord. Kies een ander.',
    locked: (wait) => `Te veel verkeerde wachtwoorden. Probeer het opnieuw over ${wait}.`,
    changedTitle: 'Je wachtwoord is gewijzigd',
    changed: 'Hier blijf je ingelogd. Je andere browsers en toepassingen zijn uitgelogd.',
  },

  forgot: {
    title: 'Wachtwoord vergeten?',
    intro: 'Vul je e-mailadres in. We sturen je een link waarmee je een nieuw wachtwoord kunt kiezen.',
    email: 'E-mailadres',
    emailMissing: 'Vul je e-mailadres in.',
    submit: 'Link sturen',
    sentTitle: 'Kijk in je mail',
    sent: 'Als er een account met dit adres is, is er een e-mail met een link onderweg. De link werkt 30 minuten, één keer.',
    nothing: 'Na enkele minuten nog geen e-mail? Kijk bij de ongewenste e-mail, en ga na hoe het adres geschreven is.',
    again: 'Het adres opnieuw invullen',
    signIn: 'Inloggen',
  },

  reset: {
    title: 'Kies een nieuw wachtwoord',
    new: 'Nieuw wachtwoord',
    code: 'Code uit je app, of een back-upcode',
    codeHint: 'Tweestapsverificatie blijft aan, dus ook hier is een code nodig.',
    typeAgain: 'Vul ook het nieuwe wachtwoord opnieuw in.',
    noCode: 'Geen app en geen back-upcodes? De e-mail alleen is niet genoeg.',
    lostPhone: 'Wat helpt als de telefoon kwijt is',
    effect: 'Je wordt overal uitgelogd, en logt daarna in met het nieuwe wachtwoord.',
    submit: 'Wachtwoord wijzigen',
    doneTitle: 'Je wachtwoord is gewijzigd',
    done: 'Je bent overal uitgelogd. Log in met je nieuwe wachtwoord.',
    signIn: 'Inloggen',
    deadTitle: 'Deze link werkt niet meer',
    dead: {
      used: 'Er is al een wachtwoord mee gekozen. Was jij dat niet, vraag dan meteen een nieuwe link aan.',
      expired: 'Een link werkt 30 minuten, en alleen zolang er niets aan het account verandert. Vraag een nieuwe aan.',
      unknown: 'Misschien is hij niet helemaal gekopieerd. Open hem opnieuw vanuit de e-mail, of vraag een nieuwe aan.',
    },
    newLink: 'Een nieuwe link aanvragen',
  },
};
