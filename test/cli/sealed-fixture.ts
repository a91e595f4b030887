/** An installation with something in every column that is sealed. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { checkKeys } from '../../src/cli/installation-store.js';
import { sealedColumns } from '../../src/cli/sealed-columns.js';
import type { Database } from '../../src/database/schema.js';
import { seedPlace } from '../../src/mfa/seed-place.js';
import { recordPlace } from '../../src/oidc/record-codec.js';
import { loadSigningKeys } from '../../src/oidc/signing-key-store.js';
import type { KeyRing } from '../../src/secrets/key-ring.js';

/** Rows of each kind, sealed by `keyRing`; signing keys and key check besides. */
export async function sealInstallation(database: Database, keyRing: KeyRing, count: number): Promise<void> {
  await checkKeys(database, keyRing);
  await loadSigningKeys(database, keyRing);
  for (let n = 0; n < count; n += 1) {
    const email = `${randomUUID()}@example.com`;
    const { rows } = await sql<{ id: string }>`INSERT INTO account (email, email_key) VALUES (${email}, ${email})
      RETURNING id`.execute(database);
    const accountId = rows[0]?.id ?? '';
    const [factor, enrolment, pending] = [randomUUID(), randomUUID(), randomUUID()];
    const seed = (id: string) => keyRing.seal(`seed of ${id}`, seedPlace(id));
    await sql`INSERT INTO totp_credential (id, account_id, name, seed_sealed)
      VALUES (${factor}::uuid, ${accountId}::uuid, 'Phone', ${seed(factor)})`.execute(database);
    await sql`INSERT INTO totp_enrolment (id, account_id, generation, name, seed_sealed, expires_at)
      VALUES (${enrolment}::uuid, ${accountId}::uuid, 1, 'New', ${seed(enrolment)}, now() + interval '1 hour')`.execute(
      database,
    );
    await sql`INSERT INTO login_attempt (id, account_id, generation, enrolment_id, enrolment_seed_sealed, expires_at)
      VALUES (${randomUUID()}, ${accountId}::uuid, 1, ${pending}::uuid, ${seed(pending)}, now() + interval '1 hour')`.execute(
      database,
    );
    await sql`INSERT INTO backup_code (account_id, code_hash) VALUES (${accountId}::uuid, ${randomUUID()})`.execute(
      database,
    );
  }
  await sealRecords(database, keyRing, count);
}

/** Protocol records, many at a time. */
export async function sealRecords(database: Database, keyRing: KeyRing, count: number): Promise<void> {
  const rows = Array.from({ length: count }, () => {
    const at = { model: 'Session', id: randomUUID() };
    return { ...at, payload_sealed: keyRing.seal(`payload of ${at.id}`, recordPlace(at)) };
  });
  await sql`INSERT INTO oidc_record (model, id, payload_sealed, expires_at)
    SELECT model, id, payload_sealed, now() + interval '1 day'
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(model text, id text, payload_sealed text)`.execute(
    database,
  );
}

/** Every sealed text opened, as `table: text`. Throws what opening throws. */
export async function openAll(database: Database, keyRing: KeyRing): Promise<string[]> {
  const texts: string[] = [];
  for (const { table, column, key, alsoRead, place } of sealedColumns) {
    const names = [...key.map(({ name }) => name), ...(alsoRead === undefined ? [] : [alsoRead])];
    const columns = sql.join(names.map((name) => sql`${sql.ref(name)}::text AS ${sql.ref(name)}`));
    const { rows } = await sql<Record<string, string>>`SELECT ${columns}, ${sql.ref(column)} AS sealed
      FROM ${sql.table(table)} WHERE ${sql.ref(column)} LIKE 'v1.%'`.execute(database);
    texts.push(...rows.map((row) => `${table}: ${keyRing.open(row.sealed ?? '', place(row))}`));
  }
  return texts.sort();
}
