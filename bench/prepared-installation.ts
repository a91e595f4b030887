/** Fills a database with accounts that have a second factor, and a client, before it is measured. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { createPasswordHasher } from '../src/accounts/password-hash.js';
import { checkKeys } from '../src/cli/installation-store.js';
import { systemClock } from '../src/clock.js';
import { openDatabase } from '../src/database/connect.js';
import { migrateToLatest } from '../src/database/migrate.js';
import { codeAtStep, generateSeed, stepAt } from '../src/mfa/totp.js';
import { createClient } from '../src/oidc/client-store.js';
import { createKeyRing } from '../src/secrets/key-ring.js';
import { readSettings } from '../src/settings/settings.js';
import { type BenchClient, type BenchPerson, benchPassword } from './timed-sign-in.js';

export interface PreparedInstallation {
  readonly client: BenchClient;
  /** Another account each round, so that no code is used twice. */
  person(round: number): BenchPerson;
}

export async function prepareInstallation(env: Record<string, string>, count: number): Promise<PreparedInstallation> {
  const read = readSettings(env);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const { settings } = read;
  const keyRing = createKeyRing(settings.encryptionKeys);
  const { database, close } = await openDatabase({ databaseUrl: settings.databaseUrl, dataDir: settings.dataDir });
  await migrateToLatest(database);
  await checkKeys(database, keyRing);
  const passwordHash = await createPasswordHasher().hash(benchPassword);
  const people = Array.from({ length: count }, (_, index) => {
    const factorId = randomUUID();
    const seed = generateSeed();
    const place = { table: 'totp_credential', column: 'seed_sealed', row: factorId };
    return { id: randomUUID(), email: `person${index}@example.com`, factorId, seed, sealed: keyRing.seal(seed, place) };
  });
  const rows = JSON.stringify(
    people.map(({ id, email, factorId, sealed }) => ({ id, email, factor_id: factorId, sealed })),
  );
  await sql`INSERT INTO account (id, email, email_key, password_hash, mfa_configured_at)
    SELECT id, email, email, ${passwordHash}, now() FROM jsonb_to_recordset(${rows}::jsonb) AS p(id uuid, email text)`.execute(
    database,
  );
  await sql`INSERT INTO totp_credential (id, account_id, name, seed_sealed)
    SELECT factor_id, id, 'Phone', sealed FROM jsonb_to_recordset(${rows}::jsonb) AS p(id uuid, factor_id uuid, sealed text)`.execute(
    database,
  );
  // Unused codes enough that nobody is asked about them at sign-in; which they are does not matter.
  await sql`INSERT INTO backup_code (account_id, code_hash)
    SELECT p.id, p.id || '-' || n FROM jsonb_to_recordset(${rows}::jsonb) AS p(id uuid), generate_series(1, 10) AS n`.execute(
    database,
  );
  const client = await createClient(database, {
    client_name: 'Bench',
    redirect_uris: ['http://127.0.0.1:9/callback'],
    skip_consent: true,
  });
  await close();
  if (!client.ok || client.clientSecret === undefined) throw new Error('The client could not be created.');
  return {
    client: { clientId: client.client.id, clientSecret: client.clientSecret },
    person(round) {
      const person = people[round % people.length];
      if (person === undefined) throw new Error('There are no accounts.');
      return { email: person.email, code: () => codeAtStep(person.seed, stepAt(systemClock.now())) };
    },
  };
}
