/** The audit log leaves for other systems: in order, at least once, through failures, restarts and several nodes. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { sweepAuditLog } from '../../src/audit/chain-sweep-store.js';
import { chosenDestinations } from '../../src/audit/chosen-destinations.js';
import type { Sealer } from '../../src/audit/sealer.js';
import { createShipper, type Shipper } from '../../src/audit/shipper.js';
import { readShippingStates } from '../../src/audit/shipping-store.js';
import { systemClock } from '../../src/clock.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ageLog, beginLog, keyRing, record } from './chain-bench.js';
import { isSigned, numbersIn, startTcp, startUdp, startWebhook, type Webhook, webhookKey } from './receivers.js';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe.each(databaseKinds)('on %s', (kind) => {
  let opened: TestDatabase;
  let sealer: Sealer;
  let webhook: Webhook;
  let log: [string, object][];
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened?.close());
  beforeEach(async () => {
    await sql`DELETE FROM audit_shipment`.execute(opened.database);
    sealer = await beginLog(opened.database);
    webhook = await startWebhook();
    log = [];
  });
  afterEach(async () => {
    await webhook?.stop();
  });

  const shipperTo = (more: { auditSyslog?: string; auditWebhookUrl?: string }): Shipper => {
    const settings = { issuer: 'https://id.example.com', auditWebhookSecret: webhookKey, ...more };
    const [destination] = chosenDestinations(settings, systemClock);
    if (destination === undefined) throw new Error('no destination');
    const logger = {
      info: (facts: object, message: string) => log.push([message, facts]),
      warn: (facts: object, message: string) => log.push([message, facts]),
    };
    return createShipper({ database: opened.database, destination, logger });
  };
  const toWebhook = () => shipperTo({ auditWebhookUrl: webhook.url });
  const sealed = async (count: number, from = 1) => {
    await record(opened.database, count, from);
    await sealer.round(false);
  };
  const becomeDue = () => sql`UPDATE audit_shipment SET due_at = now()`.execute(opened.database);

  test('a webhook gets every event once, in order, signed, with checkpoints; and nothing twice', async () => {
    await sealed(250);
    const shipper = toWebhook();
    await shipper.deliver();
    expect(numbersIn(webhook.received)).toEqual(upTo(250));
    expect(webhook.received.map(isSigned)).toEqual([true, true, true]);
    const { type, data } = JSON.parse(webhook.received.at(-1)?.body ?? '');
    expect([type, data.checkpoints]).toEqual(['audit.events', [expect.stringMatching(/^1\/250\//)]]);
    expect(data.events[0]).toMatchObject({
      id: expect.stringMatching(/^\d+$/),
      at: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
      ...{ type: 'user.login', actor: { type: 'account', id: 'anna' }, outcome: 'success', ip: '203.0.113.7' },
      seal: { sequence: 201, hash: expect.stringMatching(/^[\w-]{43}$/) },
    });
    expect(data.events[0]).not.toHaveProperty('mark');
    opened.statements.length = 0;
    await shipper.deliver();
    expect([webhook.received.length, opened.statements.length]).toEqual([3, 1]);
    await sealed(1, 251);
    await shipper.deliver();
    expect(numbersIn(webhook.received).at(-1)).toBe(251);
  });

  test.each([[500], [404], [302]])(
    'one that answers %i has not taken it: it is tried again later, from there on',
    async (status) => {
      await sealed(150);
      webhook.behaviour = status;
      const shipper = toWebhook();
      await shipper.deliver();
      await shipper.deliver();
      await becomeDue();
      await shipper.deliver();
      expect(webhook.received).toEqual([]);
      const problem = `answered ${status}`;
      const place = webhook.url;
      expect(log).toEqual([
        ['audit events cannot be shipped; they are kept and tried again', { destination: 'webhook', place, problem }],
      ]);
      expect(await readShippingStates(opened.database)).toEqual([
        { destination: 'webhook', failingSince: expect.any(Date), problem, waiting: 150 },
      ]);
      webhook.behaviour = 200;
      await shipper.deliver();
      expect(webhook.received).toEqual([]);
      await becomeDue();
      await shipper.deliver();
      expect(numbersIn(webhook.received)).toEqual(upTo(150));
      expect(log.at(-1)?.[0]).toBe('audit events are shipped again');
      expect(await readShippingStates(opened.database)).toMatchObject([
        { failingSince: null, problem: null, waiting: 0 },
      ]);
    },
  );

  test('pauses between attempts grow, and end nowhere', async () => {
    await sealed(1);
    webhook.behaviour = 503;
    const shipper = toWebhook();
    const pauses: number[] = [];
    for (let attempt = 1; attempt <= 7; attempt += 1) {
      await shipper.deliver();
      const { rows } = await sql<{ pause: number }>`SELECT round(extract(epoch FROM due_at - now()))::int AS pause
        FROM audit_shipment`.execute(opened.database);
      pauses.push(rows[0]?.pause ?? 0);
      await becomeDue();
    }
    expect(pauses).toEqual([5, 15, 60, 300, 900, 900, 900]);
  });

  test('a server that is begun anew goes on where the last one was', async () => {
    await sealed(3);
    await toWebhook().deliver();
    await sealed(3, 4);
    await toWebhook().deliver();
    expect(numbersIn(webhook.received)).toEqual(upTo(6));
  });

  test('a node that died while it was sending keeps others waiting for a minute, and then it is sent again', async () => {
    await sealed(3);
    await toWebhook().deliver();
    await sealed(1, 4);
    await sql`UPDATE audit_shipment SET due_at = now() + interval '60 seconds', attempts = 1`.execute(opened.database);
    await toWebhook().deliver();
    expect(numbersIn(webhook.received)).toEqual([1, 2, 3]);
    await becomeDue();
    await toWebhook().deliver();
    expect(numbersIn(webhook.received)).toEqual([1, 2, 3, 4]);
  });

  test('ten nodes at once send everything once', async () => {
    await sealed(350);
    await Promise.all(Array.from({ length: 10 }, () => toWebhook().deliver()));
    await toWebhook().deliver();
    expect(numbersIn(webhook.received)).toEqual(upTo(350));
  });

  test('an event that commits late is sent late, and not lost', async () => {
    await sealed(2);
    await toWebhook().deliver();
    await sql`INSERT INTO audit_event (id, type, actor_type, outcome, detail) OVERRIDING SYSTEM VALUE
      VALUES (-7, 'user.login', 'system', 'success', '{"n": 3}')`.execute(opened.database);
    await sealer.round(true);
    await toWebhook().deliver();
    expect(numbersIn(webhook.received)).toEqual([1, 2, 3]);
  });

  test('what the retention took before it could be sent is counted in the log, and the rest is sent', async () => {
    await sealed(3);
    await toWebhook().deliver();
    await sealed(4, 4);
    await ageLog(opened.database, 100, { keepCheckpoints: true });
    await sweepAuditLog(opened.database, keyRing, { retentionDays: 90, now: new Date() });
    await sealed(2, 8);
    await toWebhook().deliver();
    expect(numbersIn(webhook.received)).toEqual([1, 2, 3, 8, 9]);
    expect(log).toEqual([
      ['audit events were gone before they could be shipped', expect.objectContaining({ events: 4 })],
    ]);
  });

  test('a syslog server gets each event as a datagram of RFC 5424', async () => {
    const udp = await startUdp();
    try {
      await sealed(3);
      await shipperTo({ auditSyslog: udp.url }).deliver();
      while (udp.messages.length < 4) await new Promise(setImmediate);
      const [first = ''] = udp.messages;
      expect(first).toMatch(
        /^<110>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z id\.example\.com countersign - user\.login - \{/,
      );
      expect(JSON.parse(first.slice(first.indexOf('{')))).toMatchObject({ type: 'user.login', detail: { n: 1 } });
      expect(udp.messages[3]).toMatch(/ checkpoint - \{"checkpoint":"1\/3\//);
    } finally {
      await udp.stop();
    }
  });

  test('over TCP frames are counted, and a connection that breaks off is begun anew with all of its batch', async () => {
    const tcp = await startTcp(1);
    try {
      await sealed(120);
      const shipper = shipperTo({ auditSyslog: tcp.url });
      await shipper.deliver();
      expect([tcp.messages, log.length]).toEqual([[], 1]);
      await becomeDue();
      await shipper.deliver();
      const numbers = tcp.messages
        .map((message): { detail?: { n: number } } => JSON.parse(message.slice(message.indexOf('{'))))
        .flatMap(({ detail }) => (detail === undefined ? [] : [detail.n]));
      expect(numbers).toEqual(upTo(120));
      expect(tcp.messages).toHaveLength(121);
    } finally {
      await tcp.stop();
    }
  });

  test('nobody there is a problem that is named by its code', async () => {
    const tcp = await startTcp();
    await tcp.stop();
    await sealed(1);
    await shipperTo({ auditSyslog: tcp.url }).deliver();
    expect(log).toEqual([[expect.any(String), { destination: 'syslog', place: tcp.url, problem: 'ECONNREFUSED' }]]);
  });
});
