/** `client create`. */
import { createClient } from '../../oidc/client-store.js';
import { done } from '../audited.js';
import { clientRefused } from '../client-json.js';
import { defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { anyText, durationUpTo, flag, list, optional, required, textUpTo, wordOf } from '../option.js';
import { fields } from '../printable.js';

export const clientCreate = defineCommand({
  words: 'client create',
  summary: 'Register a relying party',
  place: 'beside-database',
  options: {
    name: required('N', 'Name that people see', textUpTo(200)),
    'redirect-uri': list('U', 'Where people come back to after signing in', anyText),
    'post-logout-redirect-uri': list('U', 'Where people come back to after signing out', anyText),
    public: flag('Has no secret, as in a browser or on a phone; PKCE is then required'),
    'grant-type': list('G', 'Such as client_credentials; else authorization_code and refresh_token', textUpTo(100)),
    scope: optional('S', 'Space-separated scopes it may ask for; else all', anyText),
    'skip-consent': flag('People are not asked for consent; for your own applications'),
    'first-party-challenge': flag(
      'Takes passwords and codes itself, without our pages; for your own confidential applications',
    ),
    'require-mfa': flag('Every sign-in for it needs a second factor'),
    'min-acr': optional('A', 'Least acr of every sign-in for it', textUpTo(200)),
    'access-token-ttl': optional('D', 'Life of its access tokens, such as 15m', durationUpTo(86_400)),
    'refresh-token-ttl': optional(
      'D',
      'Life of its refresh tokens from the sign-in, such as 720h',
      durationUpTo(31_536_000),
    ),
    'id-token-ttl': optional('D', 'Life of its ID tokens, such as 15m', durationUpTo(86_400)),
    'id-token-alg': optional('RS256|ES256', 'Signature of its ID tokens', wordOf('RS256', 'ES256')),
  },
  async run(context, values) {
    const { database } = await openInstallation(context);
    const grantTypes = values['grant-type'];
    const registration = {
      client_name: values.name,
      redirect_uris: values['redirect-uri'],
      post_logout_redirect_uris: values['post-logout-redirect-uri'],
      grant_types: grantTypes.length === 0 ? undefined : grantTypes,
      token_endpoint_auth_method: values.public ? ('none' as const) : undefined,
      id_token_signed_response_alg: values['id-token-alg'],
      scope: values.scope,
      access_token_ttl: values['access-token-ttl'],
      refresh_token_ttl: values['refresh-token-ttl'],
      id_token_ttl: values['id-token-ttl'],
      require_mfa: values['require-mfa'],
      min_acr: values['min-acr'],
      skip_consent: values['skip-consent'],
      first_party_challenge: values['first-party-challenge'],
    };
    const created = await createClient(database, registration, (clientId) => [
      done(context, 'client.created', { clientId, detail: { name: values.name } }),
    ]);
    if (!created.ok) throw clientRefused(created.problems);
    const { client, clientSecret } = created;
    const said = { client_id: client.id, ...(clientSecret === undefined ? {} : { client_secret: clientSecret }) };
    const note = clientSecret === undefined ? undefined : 'The secret is not shown again.';
    return { json: said, text: fields(said), ...(note === undefined ? {} : { note }) };
  },
});
