/** `keys list`. */
import { listSigningKeys } from '../../oidc/signing-key-list-store.js';
import { rememberedSeconds } from '../../oidc/signing-key-times.js';
import { defineCommand } from '../command.js';
import { sealedTotal } from '../encryption-key-use.js';
import { keyUseJson, readKeyUse } from '../encryption-keys.js';
import { openInstallation } from '../installation.js';
import { table } from '../printable.js';

export const keysList = defineCommand({
  words: 'keys list',
  summary: 'Show signing keys and encryption keys: what each does, and until when it is needed',
  place: 'beside-database',
  options: {},
  async run(context) {
    const { database, keyRing } = await openInstallation(context);
    const signing = (await listSigningKeys(database, rememberedSeconds(context.settings))).map((key) => ({
      ...{ kid: key.kid, algorithm: key.algorithm, state: key.state },
      created_at: key.createdAt.toISOString(),
      signs_from: key.signsFrom.toISOString(),
      published_until: key.publishedUntil?.toISOString() ?? null,
    }));
    const uses = await readKeyUse(database, keyRing);
    const encryption = uses.map((use) => ({
      ...{
        id: use.id,
        role: use.role,
        needed: use.isNeeded,
        sealed: sealedTotal(use),
        because: use.because.join('; '),
      },
    }));
    return {
      json: { signing_keys: signing, encryption_keys: uses.map(keyUseJson) },
      text: [
        table(
          signing,
          ['kid', 'algorithm', 'state', 'signs_from', 'published_until'],
          'There are no signing keys yet.',
        ),
        '',
        table(encryption, ['id', 'role', 'needed', 'sealed', 'because'], ''),
      ].join('\n'),
    };
  },
});
