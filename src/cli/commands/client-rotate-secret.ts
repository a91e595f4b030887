/** `client rotate-secret`. */
import { longestOverlapSeconds } from '../../oidc/client-secret.js';
import { rotateClientSecret } from '../../oidc/client-store.js';
import { done } from '../audited.js';
import { clientNotFound, clientOption } from '../client-json.js';
import { CommandRefused, defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { durationUpTo, optional } from '../option.js';
import { fields } from '../printable.js';

export const clientRotateSecret = defineCommand({
  words: 'client rotate-secret',
  summary: 'Give a relying party a new secret',
  place: 'beside-database',
  options: {
    client: clientOption,
    overlap: optional(
      'D',
      'How long the former secret opens too, such as 24h (at most 720h, else not at all)',
      durationUpTo(longestOverlapSeconds),
    ),
  },
  plainWord: 'client',
  async run(context, { client: clientId, overlap: overlapSeconds = 0 }) {
    const { database } = await openInstallation(context);
    const events = [done(context, 'client.secret_rotated', { clientId, detail: { overlap_seconds: overlapSeconds } })];
    const rotated = await rotateClientSecret(database, clientId, { overlapSeconds, events });
    if (!rotated.ok) {
      if (rotated.because === 'client_not_found') throw clientNotFound();
      throw new CommandRefused(rotated.because, 'This relying party proves itself without a secret.');
    }
    const { client, clientSecret } = rotated;
    const until = client.previousSecretExpiresAt?.toISOString() ?? null;
    const said = { client_id: client.id, client_secret: clientSecret, previous_secret_expires_at: until };
    const former =
      until === null ? 'The former one does not open any more.' : `The former one opens too, until ${until}.`;
    return { json: said, text: fields(said), note: `The secret is not shown again. ${former}` };
  },
});
