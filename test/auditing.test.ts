/** A whole server keeps its audit log: what people do is sealed and shipped by itself, and tampering is said. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { verified } from './audit/chain-bench.js';
import { isSigned, startWebhook, type Webhook, webhookSecret } from './audit/receivers.js';
import { openCommandBench } from './cli/command-bench.js';
import { addEnrolledAccount } from './support/sign-in.js';
import { startTestServer, type TestServer } from './support/test-server.js';

let webhook: Webhook;
let server: TestServer;
beforeEach(async () => {
  webhook = await startWebhook();
  server = await startTestServer({ env: { AUDIT_WEBHOOK_URL: webhook.url, AUDIT_WEBHOOK_SECRET: webhookSecret } });
});
afterEach(async () => {
  await server?.stop();
  await webhook?.stop();
});

const logged = () => server.log.map((line): Record<string, unknown> => JSON.parse(line));

test('what people do is marked, sealed and shipped, and a checkpoint is in the log', async () => {
  await addEnrolledAccount(server, 'anna@example.com');
  await server.keepAudit();
  const { findings, sound, unsealed, adopted } = await verified(server.database);
  expect({ findings, unsealed, adopted }).toEqual({ findings: [], unsealed: 0, adopted: 0 });
  expect(sound).toBeGreaterThan(2);
  const types = webhook.received.flatMap(({ body }) =>
    (JSON.parse(body).data.events as { type: string }[]).map(({ type }) => type),
  );
  expect(types).toEqual(expect.arrayContaining(['mfa.enabled', 'user.login']));
  expect(types).toHaveLength(sound);
  expect(webhook.received.every(isSigned)).toBe(true);
  const entry = logged().find(({ auditCheckpoint }) => auditCheckpoint !== undefined);
  expect(entry).toMatchObject({ auditCheckpoint: JSON.parse(webhook.received.at(-1)?.body ?? '').data.checkpoints[0] });
});

test('while the destination is away people sign in, and the log says it once and never its secret', async () => {
  webhook.behaviour = 503;
  await addEnrolledAccount(server, 'anna@example.com');
  await server.keepAudit();
  await addEnrolledAccount(server, 'bert@example.com');
  await server.keepAudit();
  const said = logged().filter(({ msg }) => String(msg).includes('cannot be shipped'));
  expect(said).toHaveLength(1);
  expect(server.log.join('')).not.toContain(webhookSecret.slice(6, 30));
});

test('a server says in its log that somebody wrote into the log, cut it off, or took its beginning', async () => {
  await addEnrolledAccount(server, 'anna@example.com');
  await server.keepAudit();
  await sql`INSERT INTO audit_event (type, actor_type, outcome) VALUES ('user.login', 'system', 'success')`.execute(
    server.database,
  );
  await server.keepAudit();
  await sql`DELETE FROM audit_checkpoint`.execute(server.database);
  await sql`DELETE FROM audit_chain WHERE sequence > 2`.execute(server.database);
  await server.keepAudit();
  await sql`DELETE FROM installation WHERE key = 'audit_chain'`.execute(server.database);
  await addEnrolledAccount(server, 'bert@example.com');
  await server.keepAudit();
  const errors = logged().filter(({ level }) => level === 50);
  // The inserted one was behind the cut, and is found again when it is sealed anew.
  expect([...new Set(errors.map(({ msg }) => msg))]).toEqual([
    'the audit log has events that no server of ours wrote',
    'the end of the audit chain was cut off or changed',
    'the audit log cannot be sealed: the row audit_chain of installation is not ours',
  ]);
});

test('doctor says which destination takes nothing, and that a clear one should not leave the network', async () => {
  const env = {
    AUDIT_WEBHOOK_URL: 'https://siem.example.com/hook?token=abc',
    AUDIT_WEBHOOK_SECRET: webhookSecret,
    AUDIT_SYSLOG: 'udp://siem.example.com',
  };
  const bench = await openCommandBench('postgres', { env });
  try {
    await sql`INSERT INTO audit_shipment (destination, sequence, checkpoint, failing_since, problem)
      VALUES ('webhook', 0, 0, now(), 'answered 503')`.execute(bench.database);
    const { exitCode, stdout } = await bench.run(['doctor', '--json']);
    const checks = (JSON.parse(stdout).data as { name: string; status: string; message: string }[]).filter(({ name }) =>
      name.startsWith('audit'),
    );
    expect(exitCode).toBe(1);
    expect(checks.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'audit ok',
      'audit_shipping failed',
      'audit_shipping ok',
      'audit_shipping warning',
    ]);
    expect(checks[1]?.message).toMatch(
      /^https:\/\/siem\.example\.com\/hook\?\*+ takes no audit events since .*answered 503/,
    );
  } finally {
    await bench.close();
  }
});
