/** The sentences of the form about an application, of its secret and of its end, in Dutch. */
import type { ClientFormMessages } from './en-client-form.js';

export const nlClientForm: ClientFormMessages = {
  register: { title: 'Toepassing registreren', button: 'Registreren' },
  change: { title: 'Toepassing wijzigen', button: 'Wijzigingen opslaan' },
  name: { label: 'Naam', hint: 'Mensen zien deze op elke pagina van het inloggen.' },
  addresses: 'Waar ze is',
  redirect_uris: {
    label: 'Redirect-URI’s',
    hint: 'Waar codes na het inloggen heen gaan: één per regel, letter voor letter vergeleken. https, http op deze machine, of een schema met een punt erin.',
  },
  post_logout_redirect_uris: { label: 'Na het uitloggen', hint: 'Waar mensen dan heen mogen: één per regel.' },
  application_type: {
    label: 'Draait',
    choices: { '': 'Zoals de adressen zeggen', web: 'Op een server (web)', native: 'Op apparaten van mensen (native)' },
  },
  proof: 'Hoe ze zich bewijst, en wat ze mag',
  token_endpoint_auth_method: {
    label: 'Bewijst zich met',
    choices: {
      client_secret_basic: 'Een geheim, in de header (client_secret_basic)',
      client_secret_post: 'Een geheim, in het formulier (client_secret_post)',
      private_key_jwt: 'Haar sleutels (private_key_jwt)',
      none: 'Niets: ze draait in een browser of op een telefoon (none)',
    },
  },
  jwks: { label: 'Openbare sleutels', hint: 'Een JSON Web Key Set, voor private_key_jwt. Nooit een geheime sleutel.' },
  jwks_uri: { label: 'Adres van haar openbare sleutels', hint: 'In plaats van de sleutels zelf; https.' },
  grant_types: 'Wat ze mag',
  grants: {
    grant_authorization_code: 'Mensen laten inloggen (authorization_code)',
    grant_refresh_token: 'Verbonden blijven (refresh_token)',
    grant_client_credentials: 'Zelf handelen, zonder een mens (client_credentials)',
    grant_device_code: 'Mensen laten inloggen op apparaten zonder toetsenbord (device_code)',
  },
  scope: {
    label: 'Scopes waar ze om mag vragen',
    hint: 'Met spaties ertussen. Leeg: alle, behalve de API van deze server zelf als er geen mens bij is.',
  },
  signIn: 'Wat een keer inloggen voor haar nodig heeft',
  require_mfa: {
    label: 'Elke keer inloggen vraagt een tweede factor',
    hint: 'Geen uitstel: wie er geen heeft, stelt er een in.',
  },
  min_acr: { label: 'Minstens deze zekerheid (acr)', none: 'Zoals het beleid zegt' },
  default_acr_values: {
    label: 'Vraagt uit zichzelf om (default_acr_values)',
    hint: 'Als haar verzoek om niets vraagt: één per regel.',
  },
  skip_consent: {
    label: 'Mensen wordt niet om toestemming gevraagd',
    hint: 'Alleen voor je eigen toepassingen.',
  },
  first_party_challenge: {
    label: 'Mag wachtwoorden en codes op eigen schermen aannemen',
    hint: 'Alleen voor je eigen toepassingen met een geheim of sleutels: ze zien wat mensen typen.',
  },
  tokens: 'Tokens',
  id_token_signed_response_alg: { label: 'ID-tokens ondertekend met', choices: { RS256: 'RS256', ES256: 'ES256' } },
  access_token_ttl: { label: 'Toegangstokens leven, in seconden' },
  refresh_token_ttl: { label: 'Verversingstokens leven, in seconden' },
  id_token_ttl: { label: 'ID-tokens leven, in seconden' },
  ttlHint: 'Leeg: zo lang als deze server ze geeft. Langer dan dat heeft geen gevolg.',
  about: 'Voor mensen',
  client_uri: { label: 'Startpagina', hint: 'met https' },
  policy_uri: { label: 'Privacybeleid', hint: 'https; gelinkt waar mensen toestemming geven.' },
  tos_uri: { label: 'Voorwaarden', hint: 'https; gelinkt waar mensen toestemming geven.' },
  cancel: 'Terug, niets wijzigen',
  superOnly: 'Alleen een hoofdbeheerder mag dit. Vraag het een van hen.',
  superChange:
    'Alleen een hoofdbeheerder mag dit opslaan: het bepaalt waar codes en tokens heen gaan, of wie ze ongevraagd krijgt.',
  changedMeanwhile:
    'Iemand heeft deze toepassing gewijzigd nadat je de pagina opende. Wat je typte staat er nog; vergelijk het met wat nu geregistreerd is en sla opnieuw op.',
  many: 'Sommige velden kloppen nog niet.',
  line: (line, what) => `Regel ${line}: ${what}`,
  problems: {
    missing: 'Dit is nodig.',
    not_allowed: 'Dit mag niet voor dit soort toepassing.',
    too_long: 'Dit is te lang, of het zijn er te veel.',
    control_character: 'Er staat een onzichtbaar teken in.',
    unknown_value: 'Dit is hier niet bekend.',
    needs_a_secret: 'Zelf handelen vraagt een geheim of sleutels.',
    needs_keys: 'Geef haar openbare sleutels, of het adres daarvan.',
    private_key:
      'Er stond een geheime sleutel in. Neem die uit gebruik: wie hem zag, kan zich als deze toepassing voordoen.',
    not_a_uri: 'Dit is geen volledig adres, zoals https://app.example.com/callback.',
    not_https: 'Het moet met https:// beginnen (of http:// op deze machine).',
    fragment: 'Er mag geen # in staan.',
    credentials: 'Er mag geen gebruikersnaam of wachtwoord in staan.',
    wildcard: 'Er mag geen * in de host staan: elk adres wordt genoemd.',
    scheme_without_dot: 'Het schema moet naar een domein van jou heten, zoals com.example.app:',
    out_of_range: 'Geef hele seconden, minstens 1 en hoogstens een dag (een jaar voor verversingstokens).',
  },
  secret: {
    registered: 'De toepassing is geregistreerd',
    rotated: 'De toepassing heeft een nieuw geheim',
    changed: 'De toepassing is gewijzigd',
    once: 'Dit is de enige keer dat het geheim te zien is. Kopieer het nu naar de toepassing.',
    id: 'Client-ID',
    secret: 'Clientgeheim',
    none: 'Ze heeft geen geheim: ze bewijst zich anders, of niet.',
    former: (until) => ['Het vorige geheim werkt ook nog tot ', until, '.'],
    formerDead: 'Het vorige geheim werkt niet meer.',
    on: 'Naar de toepassing',
  },
  rotate: {
    title: 'Geheim vernieuwen',
    means: (name) => [name, ' krijgt een nieuw geheim, dat één keer op de volgende pagina staat.'],
    overlap: 'Het huidige geheim blijft werken',
    overlapHint:
      'Lang genoeg om elke machine van de toepassing over te laten gaan. Een geheim dat al het vorige was, werkt in elk geval niet meer.',
    choices: {
      0: 'Niet: het werkt meteen niet meer',
      3600: 'Een uur',
      86400: 'Een dag',
      604800: '7 dagen',
      2592000: '30 dagen',
    },
    button: 'Geheim vernieuwen',
    none: 'Deze toepassing heeft geen geheim.',
    shownAlready:
      'Het geheim is gewijzigd nadat je deze pagina opende. Een geheim is maar één keer te zien: als niemand het heeft, vernieuw het dan opnieuw.',
  },
  remove: {
    title: 'Toepassing verwijderen',
    means: (name) => [
      name,
      ' is meteen weg: niemand logt er nog op in, en haar codes, tokens en de toestemmingen die mensen haar gaven zijn ongeldig.',
    ],
    last: 'Toegangstokens die ze zelf kan controleren (JWT) leven nog hoogstens tien minuten. Niets brengt haar terug; opnieuw geregistreerd krijgt ze een ander client-ID.',
    button: 'De toepassing verwijderen',
  },
};
