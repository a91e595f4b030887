/** The sentences of the activity page in Dutch. */
import type { ActivityMessages, ActivityWords } from './en-activity.js';

const what: ActivityWords = {
  'user.login': ({ client }) => (client === null ? 'Ingelogd' : ['Ingelogd bij ', client]),
  'user.login_failed': ({ because }) => {
    if (because === 'too_many_codes') return 'Inloggen gestopt na te veel foute codes';
    return because === 'account_not_active' ? 'Inloggen geweigerd: het account was niet actief' : 'Fout wachtwoord';
  },
  'user.logout': () => 'Uitgelogd',
  'user.created': () => 'Account aangemaakt',
  'user.updated': () => 'Accountgegevens gewijzigd',
  'user.deleted': () => 'Account verwijderd',
  'user.locked': () => 'Inloggen geblokkeerd na te veel foute wachtwoorden',
  'user.unlocked': () => 'Inloggen vrijgegeven',
  'user.activated': () => 'Account geactiveerd',
  'user.compromise_reported': () => 'Gemeld: ‘Dit was ik niet’',
  'password.changed': ({ isFailure }) =>
    isFailure ? 'Wachtwoord niet gewijzigd: het huidige was fout' : 'Wachtwoord gewijzigd',
  'password.reset_requested': () => 'Nieuw wachtwoord aangevraagd',
  'password.reset': () => 'Nieuw wachtwoord gekozen via e-mail',
  'mfa.enabled': () => 'Authenticator-app toegevoegd',
  'mfa.disabled': () => 'Tweestapsverificatie uitgezet',
  'mfa.verified': () => 'Tweede factor bevestigd',
  'mfa.failed': ({ because }) => (because === 'already_used' ? 'Code voor de tweede keer gebruikt' : 'Foute code'),
  'mfa.backup_code_used': () => 'Back-upcode gebruikt',
  'mfa.backup_codes_regenerated': () => 'Nieuwe back-upcodes gemaakt',
  'mfa.factor_renamed': () => 'Authenticator-app hernoemd',
  'mfa.factor_removed': () => 'Authenticator-app verwijderd',
  'mfa.reset': () => 'Tweede factor opnieuw ingesteld',
  'mfa.admin_enrolled': () => 'Tweede factor voor je klaargezet',
  'mfa.locked': () => 'Codes geblokkeerd na te veel foute',
  'mfa.grace_login': () => 'Ingelogd voordat de tweede factor verplicht werd',
  'mfa.grace_extended': () => 'Meer tijd om een tweede factor in te stellen',
  'mfa.reminded': () => 'Per mail gevraagd een tweede factor in te stellen',
  'mfa.required_enrollment': () => 'Gevraagd een tweede factor in te stellen',
  'token.issued': () => 'Toegang verleend voor een noodgeval',
  'token.revoked': ({ client }) => (client === null ? 'Toegang beëindigd' : ['Toegang beëindigd voor ', client]),
  'authorization.granted': ({ client }) =>
    client === null ? 'Toegang toegestaan' : ['Toegang toegestaan voor ', client],
  'authorization.denied': ({ client }) => (client === null ? 'Toegang geweigerd' : ['Toegang geweigerd voor ', client]),
  'authorization.revoked': ({ client }) =>
    client === null ? 'Toegang ingetrokken' : ['Toegang ingetrokken van ', client],
  'session.revoked': ({ isEverywhere }) => (isEverywhere ? 'Overal uitgelogd' : 'Sessie uitgelogd'),
  'browser.forgotten': () => 'Browser vergeten',
  'client.created': () => 'Toepassing geregistreerd',
  'client.updated': () => 'Toepassing gewijzigd',
  'client.deleted': () => 'Toepassing verwijderd',
  'client.secret_rotated': () => 'Geheim van toepassing vernieuwd',
  'resource.created': () => 'Bron geregistreerd',
  'resource.updated': () => 'Bron gewijzigd',
  'resource.deleted': () => 'Bron verwijderd',
  'admin.role_changed': () => 'Rollen gewijzigd',
  'group.created': () => 'Groep gemaakt',
  'group.updated': () => 'Groep hernoemd',
  'group.deleted': () => 'Groep verwijderd',
  'group.joined': () => 'Toegevoegd aan een groep',
  'group.left': () => 'Verwijderd uit een groep',
  'policy.changed': () => 'Regels voor tweede factoren gewijzigd',
  'keys.rotated': () => 'Sleutels vernieuwd',
};

export const nlActivity: ActivityMessages = {
  title: 'Activiteit',
  back: 'Terug naar Beveiliging',
  means: 'Wat er met je account is gebeurd, het nieuwste eerst.',
  what,
  by: {
    administrator: 'door een beheerder',
    server: 'door deze server',
    application: (client) => (client === null ? 'door een toepassing' : ['door ', client]),
  },
  failed: 'Mislukt',
  newest: 'Nieuwste',
  older: 'Ouder',
  pages: 'Pagina’s',
  none: 'Hier staat niets.',
};
