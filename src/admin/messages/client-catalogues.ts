/** The sentences of the pages about applications by language. */
import type { Locale } from '../../language/locale.js';
import { type ClientFormMessages, enClientForm } from './en-client-form.js';
import { type ClientsMessages, enClients } from './en-clients.js';
import { nlClientForm } from './nl-client-form.js';
import { nlClients } from './nl-clients.js';

const clients: Readonly<Record<Locale, ClientsMessages>> = { en: enClients, nl: nlClients };
const forms: Readonly<Record<Locale, ClientFormMessages>> = { en: enClientForm, nl: nlClientForm };

export function clientsMessages(locale: Locale): ClientsMessages {
  return clients[locale];
}

export function clientFormMessages(locale: Locale): ClientFormMessages {
  return forms[locale];
}
