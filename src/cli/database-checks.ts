/** Whether the database answers, is new enough, migrated, on time, and belongs to our keys. */

import { adminRoles } from '../accounts/account.js';
import { listUserRows } from '../administration/user-query-store.js';
import { migrationStatus } from '../database/migrate.js';
import type { Database } from '../database/schema.js';
import { auditChecks } from './audit-checks.js';
import { type Check, failed, ok, warning } from './check.js';
import type { CommandContext, Connected } from './command.js';
import { refusedBy } from './expected-errors.js';
import { databaseFacts, lookAtKeys } from './installation-store.js';
import { keyUseCheck } from './key-use-check.js';

const oldestPostgres = 14;
/** Seconds two clocks may differ: less than a step of a TOTP code is noticed by nobody. */
const clockTolerance = 5;

/** Stops where going on would only repeat the same failure. */
export async function databaseChecks(context: CommandContext): Promise<readonly Check[]> {
  let connected: Connected;
  try {
    connected = await context.connect();
    const [version, clock] = await factChecks(context, connected);
    const migrations = await migrationCheck(connected.database);
    // A new database has no tables to look into, and an unfinished one not those that this version expects.
    const keys = await keyCheck(context, migrations.status === 'warning' ? undefined : connected.database);
    const checks = [version, clock, migrations, keys];
    if (migrations.status !== 'ok') return checks;
    const uses = keys.status === 'ok' ? [await keyUseCheck(connected.database, await context.keyRing())] : [];
    return [
      ...checks,
      ...uses,
      ...(await auditChecks(context, connected.database)),
      await adminCheck(connected.database),
    ];
  } catch (error) {
    return [failed('database', refusedBy(error).message)];
  }
}

async function factChecks({ clock }: CommandContext, { database, kind }: Connected): Promise<[Check, Check]> {
  // The first statement may have to connect; the second is quick, and the times around it close together.
  await databaseFacts(database);
  const before = clock.now();
  const { version, majorVersion, now } = await databaseFacts(database);
  const after = clock.now();
  const name = kind === 'embedded' ? `Embedded PostgreSQL ${version}` : `PostgreSQL ${version}`;
  return [
    majorVersion >= oldestPostgres
      ? ok('database', `${name} answers.`)
      : failed('database', `${name} is too old. Upgrade it to ${oldestPostgres} or newer.`),
    clockCheck((before.getTime() + after.getTime()) / 2 - now.getTime()),
  ];
}

/** `milliseconds`: how far this machine is ahead of the database. */
function clockCheck(milliseconds: number): Check {
  const seconds = Math.round(Math.abs(milliseconds) / 100) / 10;
  if (seconds <= clockTolerance) return ok('clock', `This machine and the database differ by ${seconds} s.`);
  const direction = milliseconds > 0 ? 'ahead of' : 'behind';
  return failed('clock', `This machine is ${seconds} s ${direction} the database. Set both clocks by NTP.`);
}

async function migrationCheck(database: Database): Promise<Check> {
  try {
    const states = await migrationStatus(database);
    const missing = states.filter(({ appliedAt }) => appliedAt === null).map(({ name }) => name);
    if (missing.length === 0) return ok('migrations', `All ${states.length} are applied.`);
    if (missing.length === states.length)
      return warning('migrations', 'The database is new; it is set up at the first start.');
    return failed('migrations', `Missing: ${missing.join(', ')}. Run: countersign migrate`);
  } catch (error) {
    return failed('migrations', refusedBy(error).message);
  }
}

async function keyCheck(context: CommandContext, database: Database | undefined): Promise<Check> {
  try {
    const keyRing = await context.keyRing();
    const check = database === undefined ? null : await lookAtKeys(database, keyRing);
    if (check === null) return ok('keys', 'The keys can be read; the database belongs to none yet.');
    return check.ok ? ok('keys', 'The keys open this database.') : failed('keys', check.because);
  } catch (error) {
    return failed('keys', refusedBy(error).message);
  }
}

async function adminCheck(database: Database): Promise<Check> {
  for (const role of adminRoles) {
    const page = { limit: 1, sort: 'created', after: undefined } as const;
    const { rows } = await listUserRows(database, { role, status: 'active' }, page, new Set(['id']));
    if (rows.length > 0) return ok('administrator', 'There is an active administrator.');
  }
  return warning('administrator', 'There is no active administrator. Run: countersign create-admin --email E');
}
