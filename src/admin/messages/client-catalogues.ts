/** The sentences of the pages about applications and APIs by language. */
import type { Locale } from '../../language/locale.js';
import { type ClientFormMessages, enClientForm } from './en-client-form.js';
import { type ClientsMessages, enClients } from './en-clients.js';
import { enResources, type ResourcesMessages } from './en-resources.js';
import { nlClientForm } from './nl-client-form.js';
import { nlClients } from './nl-clients.js';
import { nlResources } from './nl-resources.js';

const clients: Readonly<Record<Locale, ClientsMessages>> = { en: enClients, nl: nlClients };
const forms: Readonly<Record<Locale, ClientFormMessages>> = { en: enClientForm, nl: nlClientForm };
const resources: Readonly<Record<Locale, ResourcesMessages>> = { en: enResources, nl: nlResources };

export function clientsMessages(locale: Locale): ClientsMessages {
  return clients[locale];
}

export function clientFormMessages(locale: Locale): ClientFormMessages {
  return forms[locale];
}

export function resourcesMessages(locale: Locale): ResourcesMessages {
  return resources[locale];
}
