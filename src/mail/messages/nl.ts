/** The mails in Dutch. */
import { formatsFor } from '../../language/formats.js';
import type { MailMessages } from './mail-messages.js';

const { count } = formatsFor('nl');
const times = (events: number) => (events === 1 ? [] : [`Het gebeurde ${events} keer.`]);
const codes = (left: number) => count(left, { one: 'code', other: 'codes' });
const days = (left: number) => count(left, { one: 'dag', other: 'dagen' });

export const nlMails: MailMessages = {
  labels: {
    account: 'Account',
    factor: 'Authenticator-app',
    time: 'Tijd',
    browser: 'Browser',
    address: 'IP-adres',
    concerned: 'Betrokken account',
  },
  byAdministrator: 'Een beheerder heeft dit gedaan.',
  nothingToDo: 'Was jij dit, dan hoef je niets te doen.',
  notMe: 'Dit was ik niet',
  notMeExplained:
    'De link toont eerst een pagina. Als je daar bevestigt, wordt iedereen uit je account uitgelogd, werkt het wachtwoord niet meer en krijg je een mail om een nieuw te kiezen.',
  sentBy: (brand) =>
    `Verstuurd door ${brand}, omdat het over de veiligheid van je account gaat. Niemand leest antwoorden op deze mail.`,
  kinds: {
    factor_added: {
      subject: () => 'Er is een authenticator-app aan je account toegevoegd',
      body: () => [
        'Er is een authenticator-app aan je account toegevoegd. De codes daarvan werken nu als tweede factor.',
      ],
    },
    app_handed_over: {
      subject: () => 'Er is een authenticator-app voor je ingesteld',
      body: () => [
        'Een beheerder heeft een authenticator-app voor je account ingesteld en geeft je de sleutel. Als je de volgende keer inlogt, voer je de code in die deze app toont.',
      ],
    },
    factor_removed: {
      subject: () => 'Er is een authenticator-app van je account verwijderd',
      body: () => ['Er is een authenticator-app van je account verwijderd. De codes daarvan werken niet meer.'],
    },
    mfa_disabled: {
      subject: () => 'Tweestapsverificatie is uitgezet',
      body: () => [
        'Tweestapsverificatie is voor je account uitgezet. De authenticator-apps en back-upcodes werken niet meer, en het wachtwoord alleen is genoeg om in te loggen.',
      ],
    },
    mfa_reset: {
      subject: () => 'Tweestapsverificatie is opnieuw ingesteld',
      body: () => [
        'Tweestapsverificatie is voor je account opnieuw ingesteld. De authenticator-apps en back-upcodes werken niet meer. Bij het volgende inloggen stel je een nieuwe in.',
      ],
    },
    backup_code_used: {
      subject: () => 'Er is een back-upcode gebruikt',
      body: ({ backupCodesLeft }) => [
        `Er is een back-upcode van je account gebruikt in plaats van de authenticator-app. Je hebt nog ${codes(backupCodesLeft)}.`,
      ],
    },
    backup_codes_regenerated: {
      subject: () => 'Er zijn nieuwe back-upcodes gemaakt',
      body: () => ['Er zijn nieuwe back-upcodes voor je account gemaakt. De eerdere werken niet meer.'],
    },
    password_changed: {
      subject: () => 'Je wachtwoord is gewijzigd',
      body: () => ['Het wachtwoord van je account is gewijzigd.'],
    },
    new_browser: {
      subject: () => 'Nieuwe aanmelding bij je account',
      body: () => ['Er is met je account ingelogd vanuit een browser waarin het nog niet eerder is gebruikt.'],
    },
    wrong_codes: {
      subject: () => 'Er zijn verkeerde codes voor je account ingevoerd',
      body: ({ events }) => [
        'Iemand die je wachtwoord kende, of als jou was ingelogd, heeft meermaals een verkeerde code ingevoerd en is tegengehouden.',
        ...times(events),
      ],
    },
    account_locked: {
      subject: () => 'Er zijn verkeerde wachtwoorden voor je account ingevoerd',
      body: ({ events }) => [
        'Iemand heeft zo vaak een verkeerd wachtwoord voor je account ingevoerd dat die moet wachten. Het wachtwoord is niet geraden. Alleen de plek waar ze vandaan kwamen moet wachten.',
        ...times(events),
      ],
    },
    grace_reminder: {
      subject: ({ daysLeft }) => `Stel een tweede factor in: nog ${days(daysLeft)}`,
      body: ({ deadline, brand }) => [
        `Vanaf ${deadline} heb je een tweede factor nodig om bij ${brand} in te loggen: een app op je telefoon die een code toont. Instellen duurt twee minuten.`,
      ],
      link: 'Nu instellen',
    },
    factor_wanted: {
      subject: () => 'Stel je tweede factor in',
      body: ({ brand }) => [
        `Een beheerder van ${brand} vraagt je om een tweede factor in te stellen voor het inloggen: een app op je telefoon die een code toont. Instellen duurt twee minuten.`,
      ],
      link: 'Nu instellen',
    },
    compromise_reported: {
      subject: () => 'Iemand meldt dat een ander het account gebruikt',
      body: () => [
        'De persoon hieronder koos “Dit was ik niet” in een mail over het account. Iedereen is eruit uitgelogd, het wachtwoord werkt niet meer, en er is een mail gestuurd om een nieuw te kiezen.',
        'Bekijk de gebeurtenissen van het account in het auditlogboek, en vraag wat er is gebeurd. Een authenticator-app die door een ander is toegevoegd, blijft tot je die opnieuw laat instellen.',
      ],
    },
    password_reset: {
      subject: ({ isFirstPassword }) => (isFirstPassword ? 'Kies je wachtwoord' : 'Kies een nieuw wachtwoord'),
      body: ({ isAfterReport, isFirstPassword, brand }) => {
        if (isFirstPassword) {
          return [
            `Een beheerder heeft bij ${brand} een account voor je gemaakt. Met deze link kies je het wachtwoord. De link werkt één keer, 24 uur lang; gebruik daarna “Wachtwoord vergeten?” op de aanmeldpagina.`,
          ];
        }
        return [
          isAfterReport
            ? 'Je hebt laten weten dat jij het niet was. Iedereen is uit je account uitgelogd, en het wachtwoord werkt niet meer.'
            : 'Iemand, waarschijnlijk jij, vroeg om een nieuw wachtwoord voor dit account.',
          'Met deze link kies je een nieuw wachtwoord. De link werkt één keer, 30 minuten lang. Je tweede factor blijft zoals die is.',
          ...(isAfterReport
            ? []
            : ['Heb je er niet om gevraagd, dan hoef je niets te doen: je wachtwoord is niet veranderd.']),
        ];
      },
      link: 'Kies een nieuw wachtwoord',
    },
    activation: {
      subject: () => 'Bevestig je e-mailadres',
      body: ({ brand }) => [
        `Er is met dit e-mailadres een account bij ${brand} aangevraagd. Met deze link bevestig je dat het adres van jou is, en kies je je wachtwoord. Hij werkt één keer, 24 uur lang.`,
        'Heb je geen account aangevraagd, dan hoef je niets te doen.',
      ],
      link: 'Bevestig het adres',
    },
    sign_up_known_address: {
      subject: () => 'Je hebt al een account',
      body: ({ brand }) => [
        `Iemand, waarschijnlijk jij, wilde met dit e-mailadres een account bij ${brand} maken. Dat is er al: log in, of kies een nieuw wachtwoord als je het bent vergeten.`,
        'Was jij het niet, dan hoef je niets te doen: er is niets veranderd.',
      ],
      link: 'Kies een nieuw wachtwoord',
    },
    approval_wanted: {
      subject: () => 'Een account wacht op goedkeuring',
      body: () => [
        'Iemand heeft zich aangemeld en het e-mailadres bevestigd. Het account werkt zodra een beheerder het activeert.',
      ],
    },
    account_activated: {
      subject: () => 'Je account is geactiveerd',
      body: ({ brand }) => [`Een beheerder heeft je account bij ${brand} geactiveerd. Je kunt nu inloggen.`],
      link: 'Naar je account',
    },
  },
};
