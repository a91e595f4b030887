/** The sentences about making an account for oneself, in Dutch. */
import type { SignUpMessages } from './en-sign-up.js';

export const nlSignUp: SignUpMessages = {
  title: 'Account aanmaken',
  intro: 'We sturen je een e-mail, om te weten dat het adres van jou is. Met de link daarin kies je je wachtwoord.',
  email: 'E-mailadres',
  emailMissing: 'Vul je e-mailadres in.',
  emailMalformed: 'Dit is geen e-mailadres. Het ziet eruit als naam@example.com.',
  name: 'Naam',
  nameHint: 'Zoals toepassingen hem tonen. Mag leeg zijn.',
  nameTooLong: 'De naam is te lang. Hoogstens 200 tekens.',
  submit: 'E-mail sturen',
  haveAccount: 'Ik heb een account: inloggen',
  sentTitle: 'Kijk in je mail',
  sent: 'Er is een e-mail onderweg naar het adres dat je hebt ingevuld. De link daarin werkt 24 uur.',
  nothing: 'Na enkele minuten nog geen e-mail? Kijk bij de ongewenste e-mail, en ga na hoe het adres geschreven is.',
  again: 'Het adres opnieuw invullen',
  closedTitle: 'Hier kun je geen account aanmaken',
  closed: 'Accounts op deze server worden door een beheerder aangemaakt. Vraag er daar een aan.',
  signIn: 'Inloggen',

  activate: {
    title: 'Je account afmaken',
    intro: 'Het adres is van jou. Kies een wachtwoord, en je account is klaar.',
    password: 'Wachtwoord',
    submit: 'Mijn account aanmaken',
    doneTitle: { open: 'Je account is klaar', approval: 'Je adres is bevestigd' },
    done: {
      open: 'Log in met je e-mailadres en je wachtwoord.',
      approval:
        'Een beheerder moet nog akkoord gaan voordat je kunt inloggen. Je krijgt een e-mail als dat gebeurd is.',
    },
    deadTitle: 'Deze link werkt niet meer',
    dead: {
      used: 'Je account is er al mee gemaakt. Kun je nog niet inloggen, dan moet een beheerder nog akkoord gaan.',
      expired: 'Een link werkt 24 uur, één keer. Heb je nog geen account, vraag dan een nieuwe aan.',
      unknown: 'Misschien is hij niet helemaal gekopieerd. Open hem opnieuw vanuit de e-mail, of vraag een nieuwe aan.',
    },
    newLink: 'Een nieuwe link aanvragen',
  },
};
