/** Every column whose texts are sealed with an encryption key, and where each text is sealed for. */
import { seedPlace } from '../mfa/seed-place.js';
import { recordPlace } from '../oidc/record-codec.js';
import { signingKeyPlace } from '../oidc/signing-key-store.js';
import { keyCheckPlace } from '../secrets/key-check.js';
import type { SealPlace } from '../secrets/key-ring.js';

export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The primary key, in the order of its index. */
  readonly key: readonly { readonly name: string; readonly type: 'uuid' | 'text' }[];
  /** What else of the row says where the text is sealed for. */
  readonly alsoRead?: string;
  /** Texts that nobody misses: they end by themselves within hours, or their owner just signs in again. */
  readonly isPassing: boolean;
  /** `row` holds the columns of `key` and `alsoRead`, as text. */
  place(row: Readonly<Record<string, string>>): SealPlace;
}

const byId = [{ name: 'id', type: 'uuid' }] as const;

/**
 * In the order of a re-sealing: a seed moves from a sign-in or an enrolment to its credential as it is, so the credentials
 * come behind. test/cli/keys-encryption.test.ts compares this list with the schema.
 */
export const sealedColumns: readonly SealedColumn[] = [
  {
    ...{ table: 'login_attempt', column: 'enrolment_seed_sealed', isPassing: true },
    key: [{ name: 'id', type: 'text' }],
    alsoRead: 'enrolment_id',
    place: ({ enrolment_id: id = '' }) => seedPlace(id),
  },
  {
    ...{ table: 'totp_enrolment', column: 'seed_sealed', isPassing: true, key: byId },
    place: ({ id = '' }) => seedPlace(id),
  },
  {
    ...{ table: 'totp_credential', column: 'seed_sealed', isPassing: false, key: byId },
    place: ({ id = '' }) => seedPlace(id),
  },
  {
    ...{ table: 'oidc_record', column: 'payload_sealed', isPassing: true },
    key: [
      { name: 'model', type: 'text' },
      { name: 'id', type: 'text' },
    ],
    place: ({ model = '', id = '' }) => recordPlace({ model, id }),
  },
  {
    ...{ table: 'signing_key', column: 'private_jwk_sealed', isPassing: false },
    key: [{ name: 'kid', type: 'text' }],
    place: ({ kid = '' }) => signingKeyPlace(kid),
  },
  {
    ...{ table: 'installation', column: 'value', isPassing: false },
    key: [{ name: 'key', type: 'text' }],
    place: ({ key = '' }) => ({ ...keyCheckPlace, row: key }),
  },
];
