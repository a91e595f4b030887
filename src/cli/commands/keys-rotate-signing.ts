/** `keys rotate signing`: a new key is published now and signs later; the former verifies as long as anything needs it. */
import { type NewSigningKey, rotateSigningKeys } from '../../oidc/signing-key-rotation-store.js';
import { rememberedSeconds } from '../../oidc/signing-key-times.js';
import { signingAlgorithms } from '../../oidc/signing-keys.js';
import { CommandRefused, defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { flag, optional, wordOf } from '../option.js';
import { table } from '../printable.js';

export const keysRotateSigning = defineCommand({
  words: 'keys rotate signing',
  summary: 'Make new signing keys; they are published at once and sign in an hour',
  place: 'beside-database',
  options: {
    algorithm: optional('A', 'Only RS256, or only ES256', wordOf(...signingAlgorithms)),
    leaked: flag('The present keys are in wrong hands: withdraw them within minutes, and all that they signed'),
  },
  async run(context, { algorithm, leaked }) {
    const { database, keyRing } = await openInstallation(context);
    const algorithms = algorithm === undefined ? signingAlgorithms : [algorithm];
    const result = await rotateSigningKeys(database, keyRing, { algorithms, inHaste: leaked, actor: context.actor });
    if (!result.ok) throw waiting(result.waiting);
    await context.signingKeysChanged();
    const keys = result.keys.map(({ kid, algorithm: alg, signsFrom }) => ({
      ...{ kid, algorithm: alg, signs_from: signsFrom.toISOString() },
    }));
    return {
      json: { kind: 'signing', keys, withdrawn: result.withdrawn },
      text: table(keys, ['kid', 'algorithm', 'signs_from'], ''),
      note: leaked
        ? 'The former keys are withdrawn within five minutes. What they signed is refused then: people sign in again.'
        : `Every server publishes them within a minute. The former keys verify for ${days(rememberedSeconds(context.settings))} after that.`,
    };
  },
});

function waiting({ kid, algorithm, signsFrom }: NewSigningKey): CommandRefused {
  const message = `A new ${algorithm} key, ${kid}, is waiting already and signs from ${signsFrom.toISOString()}. Rotate again after that, or with --leaked.`;
  return new CommandRefused('rotation_under_way', message, { kid, signs_from: signsFrom.toISOString() });
}

function days(seconds: number): string {
  return seconds >= 86_400 ? `${Math.ceil(seconds / 86_400)} days` : `${Math.ceil(seconds / 3600)} hours`;
}
