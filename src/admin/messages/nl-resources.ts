/** The sentences of the pages about APIs that tokens can be asked for, in Dutch. */
import type { ResourcesMessages } from './en-resources.js';

export const nlResources: ResourcesMessages = {
  title: 'API’s',
  means:
    'Waar toepassingen tokens voor kunnen vragen: resource servers, op identifier. De eigen API van deze server is er altijd een en staat niet in de lijst.',
  none: 'Er is nog geen API geregistreerd.',
  register: 'API registreren',
  pages: 'Pagina’s van de lijst',
  first: 'Eerste',
  next: 'Volgende',
  back: 'Alle toepassingen',
  backToList: 'Alle API’s',
  columns: {
    identifier: 'Identifier',
    scope: 'Scopes',
    format: 'Tokens',
    factor: 'Minstens',
    registered: 'Geregistreerd',
  },
  formats: { jwt: 'JWT', opaque: 'Ondoorzichtig' },
  noScope: 'geen',
  noAcr: 'zoals het beleid zegt',
  asServer: 'zo lang als deze server ze geeft',
  fields: {
    identifier: { label: 'Identifier', hint: 'Een absolute URI, het publiek van haar tokens. Verandert nooit.' },
    scope: { label: 'Scopes', hint: 'Waar toepassingen om mogen vragen, met spaties ertussen.' },
    token_format: {
      label: 'Tokens',
      choices: {
        jwt: 'JWT: de API controleert ze zelf; hoogstens tien minuten',
        opaque: 'Ondoorzichtig: de API vraagt het deze server; ze kunnen worden ingetrokken',
      },
    },
    min_acr: { label: 'Minstens deze zekerheid (acr) van het inloggen', none: 'Zoals het beleid zegt' },
    access_token_ttl: {
      label: 'Toegangstokens leven, in seconden',
      hint: 'Leeg: zo lang als deze server ze geeft. De kortste van deze, die van de toepassing en die van de server telt.',
    },
  },
  problems: {
    not_a_uri: 'Dit is geen volledige URI, zoals https://orders.example.com.',
    fragment: 'Er mag geen # in staan.',
    reserved: 'Dit is de eigen API van deze server.',
    identifier_taken: 'Er is al een API met deze identifier.',
    invalid_scope: 'Er staat een teken in dat scopes niet kunnen hebben.',
    unknown_acr: 'Dit is hier niet bekend.',
    ttl_out_of_range: 'Geef hele seconden, minstens 1 en hoogstens een dag.',
    unknown_format: 'Dit is hier niet bekend.',
  },
  create: { title: 'API registreren', button: 'Registreren' },
  change: { title: 'API wijzigen', button: 'Wijzigingen opslaan', act: 'Wijzigen' },
  remove: {
    title: 'API verwijderen',
    means:
      'Niemand krijgt er nog tokens voor, niet door in te loggen en niet door verbonden te blijven, en deze server noemt de bestaande ongeldig.',
    last: 'JWT’s die ze zelf controleert, leven nog hoogstens tien minuten.',
    button: 'De API verwijderen',
    act: 'Verwijderen',
  },
  superOnly:
    'Alleen een hoofdbeheerder wijzigt of verwijdert een API: programma’s van anderen gaan af op wat hier staat.',
  cancel: 'Terug, niets wijzigen',
  done: {
    registered: 'De API is geregistreerd.',
    changed: 'De API is gewijzigd.',
    deleted: 'De API is verwijderd.',
  },
};
