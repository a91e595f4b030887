/** The sentences of the page behind "This wasn't me", in Dutch. */
import type { NotMeMessages } from './en-not-me.js';

export const nlNotMe: NotMeMessages = {
  title: 'Was jij dit niet?',
  about: 'Het gaat over het account',
  consequences: 'Als je bevestigt dat jij het niet was:',
  steps: [
    'wordt iedereen uit je account uitgelogd, ook jij, op alle apparaten;',
    'werkt het wachtwoord niet meer, en krijg je een mail om een nieuw te kiezen;',
    'krijgen de beheerders bericht.',
  ],
  report: 'Ik was het niet',
  orElse: 'Was jij het toch, sluit dan deze pagina. Er is niets veranderd.',
  done: {
    title: 'Je account is dicht voor anderen',
    text: 'Iedereen is uitgelogd, en het oude wachtwoord werkt niet meer. Je krijgt een mail waarmee je een nieuw kiest. Bekijk daarna je tweede factoren en back-upcodes op de beveiligingspagina.',
    mailbox: 'Gebruik je het oude wachtwoord ook ergens anders, voor je mail misschien? Verander het dan ook daar.',
  },
  gone: {
    title: 'Deze link werkt niet meer',
    used: 'De link is al gebruikt. Heb je nog geen nieuw wachtwoord gekozen, vraag dan een nieuwe mail.',
    expired: 'De link was zeven dagen goed. Gebruikt een ander je account, kies dan een nieuw wachtwoord.',
    unknown: 'De link is niet volledig, of niet van ons. Open hem opnieuw vanuit de mail, of kopieer het hele adres.',
  },
  newPassword: 'Kies een nieuw wachtwoord',
};
