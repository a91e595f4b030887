/** `client update`. */
import type { ClientChange } from '../../oidc/client-difference.js';
import { updateClient } from '../../oidc/client-store.js';
import { done } from '../audited.js';
import { clientJson, clientNotFound, clientOption, clientRefused } from '../client-json.js';
import { CommandRefused, defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { anyText, durationUpTo, flag, list, optional, textUpTo, wordOf } from '../option.js';
import { fields } from '../printable.js';

export const clientUpdate = defineCommand({
  words: 'client update',
  summary: 'Change a relying party; what is not given stays',
  place: 'beside-database',
  options: {
    client: clientOption,
    name: optional('N', 'Name that people see', textUpTo(200)),
    'redirect-uri': list('U', 'Where people come back to after signing in; replaces all of them', anyText),
    'post-logout-redirect-uri': list('U', 'Where people come back to after signing out; replaces all', anyText),
    'grant-type': list('G', 'Such as client_credentials; replaces all of them', textUpTo(100)),
    scope: optional('S', 'Space-separated scopes it may ask for; replaces all of them', anyText),
    'any-scope': flag('It may ask for every scope'),
    'skip-consent': flag('People are not asked for consent; for your own applications'),
    'no-skip-consent': flag('People are asked'),
    'first-party-challenge': flag(
      'Takes passwords and codes itself, without our pages; for your own confidential applications',
    ),
    'no-first-party-challenge': flag('Takes none'),
    'require-mfa': flag('Every sign-in for it needs a second factor'),
    'no-require-mfa': flag('Only where something else demands one'),
    'min-acr': optional('A', 'Least acr of every sign-in for it', textUpTo(200)),
    'no-min-acr': flag('No least acr'),
    'access-token-ttl': optional('D', 'Life of its access tokens, such as 15m', durationUpTo(86_400)),
    'refresh-token-ttl': optional(
      'D',
      'Life of its refresh tokens from the sign-in, such as 720h',
      durationUpTo(31_536_000),
    ),
    'id-token-ttl': optional('D', 'Life of its ID tokens, such as 15m', durationUpTo(86_400)),
    'no-token-ttls': flag('All of them live as long as the installation has it'),
    'id-token-alg': optional('RS256|ES256', 'Signature of its ID tokens', wordOf('RS256', 'ES256')),
  },
  plainWord: 'client',
  async run(context, values) {
    for (const [name, opposite] of opposites) {
      if (values[name] && values[opposite])
        throw new CommandRefused('contradiction', `--${name} and --${opposite} exclude each other.`);
    }
    const given = (texts: readonly string[]) => (texts.length === 0 ? undefined : texts);
    const set = (name: 'skip-consent' | 'first-party-challenge' | 'require-mfa') =>
      values[name] ? true : values[`no-${name}`] ? false : undefined;
    const change: ClientChange = {
      client_name: values.name,
      redirect_uris: given(values['redirect-uri']),
      post_logout_redirect_uris: given(values['post-logout-redirect-uri']),
      grant_types: given(values['grant-type']),
      scope: values['any-scope'] ? null : values.scope,
      ...lifetimes(values),
      skip_consent: set('skip-consent'),
      first_party_challenge: set('first-party-challenge'),
      require_mfa: set('require-mfa'),
      min_acr: values['no-min-acr'] ? null : values['min-acr'],
      id_token_signed_response_alg: values['id-token-alg'],
    };
    if (Object.values(change).every((value) => value === undefined))
      throw new CommandRefused('nothing_to_change', 'Say what to change; see --help.');
    const { database } = await openInstallation(context);
    const changed = await updateClient(database, values.client, change, (difference) => [
      done(context, 'client.updated', {
        clientId: values.client,
        detail: { fields: difference.fields, ...difference.detail },
      }),
    ]);
    if (changed.ok) return { json: clientJson(changed.client), text: fields(clientJson(changed.client)) };
    throw changed.because === 'client_not_found' ? clientNotFound() : clientRefused(changed.problems);
  },
});

function lifetimes(values: Readonly<Record<'no-token-ttls', boolean> & Record<TtlOption, number | undefined>>) {
  const of = (name: TtlOption) => (values['no-token-ttls'] ? null : values[name]);
  return {
    access_token_ttl: of('access-token-ttl'),
    refresh_token_ttl: of('refresh-token-ttl'),
    id_token_ttl: of('id-token-ttl'),
  };
}

type TtlOption = 'access-token-ttl' | 'refresh-token-ttl' | 'id-token-ttl';

const opposites = [
  ['access-token-ttl', 'no-token-ttls'],
  ['refresh-token-ttl', 'no-token-ttls'],
  ['id-token-ttl', 'no-token-ttls'],
  ['scope', 'any-scope'],
  ['min-acr', 'no-min-acr'],
  ['skip-consent', 'no-skip-consent'],
  ['first-party-challenge', 'no-first-party-challenge'],
  ['require-mfa', 'no-require-mfa'],
] as const;
