/** Makes of a row what the database takes: seeds sealed, codes hashed, both for the account they now belong to. */
import { randomUUID } from 'node:crypto';
import type { AuditActor } from '../../audit/audit-event.js';
import { hashBackupCode, hashImportedCode } from '../../mfa/backup-codes.js';
import { readCode } from '../../mfa/code-input.js';
import type { AccountToImport } from '../../mfa/import-accounts-store.js';
import { seedPlace } from '../../mfa/seed-place.js';
import { factorName } from '../../mfa/totp-enrolment.js';
import type { KeyRing } from '../../secrets/key-ring.js';
import { done } from '../audited.js';
import type { ImportRow } from './import-row.js';

export function accountOfRow(row: ImportRow, keyRing: KeyRing, actor: AuditActor): AccountToImport {
  const id = randomUUID();
  const { seeds, backupCodes, roles, status } = row;
  const detail = { imported: true, roles, status, factors: seeds.length, backup_codes_count: backupCodes.length };
  return {
    id,
    email: row.email.email,
    emailKey: row.email.key,
    name: row.name,
    roles,
    status,
    locale: row.locale,
    emailIsVerified: row.emailIsVerified,
    createdAt: row.createdAt,
    passwordHash: row.passwordHash,
    mfaConfiguredAt: row.mfaConfiguredAt,
    totp: seeds.map(({ seed, issuer }, index) => {
      const factorId = randomUUID();
      const name = nameOf(issuer, seeds.length === 1 ? undefined : index + 1);
      return { id: factorId, name, seedSealed: keyRing.seal(seed, seedPlace(factorId)) };
    }),
    backupCodeHashes: backupCodes.map((code) => hashOf(code, keyRing, id)),
    event: done({ actor }, 'user.created', { subjectId: id, detail }),
  };
}

/** Whoever types it is answered by its shape, so that decides here too. */
function hashOf(code: string, keyRing: KeyRing, accountId: string): string {
  const hash = readCode(code).kind === 'backup_code' ? hashBackupCode : hashImportedCode;
  return hash(keyRing, accountId, code);
}

/** The app knows the entry by its old issuer; several are numbered, so that no two have one name. */
function nameOf(issuer: string | null, number: number | undefined): string {
  const name = factorName(issuer ?? '');
  return number === undefined ? name : `${[...name].slice(0, 50).join('').trim()} ${number}`;
}
