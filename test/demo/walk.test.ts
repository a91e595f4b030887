/** The walk holds on a fresh demo, and says which step does not hold otherwise. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { portsForPrograms } from '../../examples/demo/demo-ports.js';
import { type Demo, startDemo } from '../../examples/demo/start-demo.js';
import { type MovableClock, movableClock } from '../../examples/demo/walk/movable-clock.js';
import { walk } from '../../examples/demo/walk/walk.js';

let demo: Demo;
let clock: MovableClock;
const warnings: string[] = [];

beforeAll(async () => {
  clock = movableClock();
  const logger = pino({ level: 'warn' }, { write: (line: string) => warnings.push(line) });
  demo = await startDemo({ ports: await portsForPrograms(), dataDir: 'memory://', clock, logger });
});

afterAll(async () => {
  await demo.stop();
});

test('a person can walk from the first sign-in to the step-up, and every claim is as promised', async () => {
  const lines: string[] = [];

  const result = await walk({
    relyingParty: demo.relyingParty,
    issuer: demo.issuer,
    clock,
    write: (line) => lines.push(line),
  });

  expect(result).toEqual({ ok: true, stepsHeld: lines.filter((line) => line.startsWith('  ✓')).length });
  expect(lines.filter((line) => line.startsWith('    ID token'))).toHaveLength(6);
  expect(warnings).toEqual([]);
});

test('a walk that meets something else than it expects ends at that step', async () => {
  const lines: string[] = [];

  // The first walk has enrolled Anna, so that the second finds a challenge where a fresh demo has an enrolment.
  const result = await walk({
    relyingParty: demo.relyingParty,
    issuer: demo.issuer,
    clock,
    write: (line) => lines.push(line),
  });

  expect(result).toEqual({
    ok: false,
    step: 'She is shown a key to set up an authenticator app with, and scans it',
    because: expect.stringContaining('an enrolment should be there, not'),
  });
  expect(lines.at(-1)).toMatch(/^ {2}✗ She is shown a key/);
});

test('the authenticator page shows the codes of the demo accounts, and of nobody who asks under another name', async () => {
  const answer = await fetch(`${demo.relyingParty}/authenticator`);
  const page = await answer.text();

  expect(page).toContain('ben@example.com');
  expect(page).toMatch(/<strong>\d{3} \d{3}<\/strong>/);
  expect(demo.benBackupCodes).toHaveLength(10);
  for (const code of demo.benBackupCodes) expect(page).toContain(code);

  const misdirected = await fetch(`${demo.relyingParty.replace('localhost', '127.0.0.1')}/authenticator`);
  expect(misdirected.status).toBe(421);
});

test('what happened in the walk is in the mail of those it happened to, with links that lead on', async () => {
  // The post room of the demo runs by itself, every few seconds.
  const readMail = async () => (await fetch(`${demo.relyingParty}/mail`)).text();
  let page = await readMail();
  for (let round = 0; round < 300 && !page.includes('backup code was used'); round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    page = await readMail();
  }
  expect(page).toContain('anna@example.com');
  expect(page).toMatch(/<a href="http:\/\/localhost:\d+\/account\/not-me\?token=[^"]+">/);
});

test('a form that another page sends to the relying party does nothing', async () => {
  const headers = { Origin: 'http://elsewhere.example' };
  const answer = await fetch(`${demo.relyingParty}/sign-out`, { method: 'POST', headers, redirect: 'manual' });

  expect(answer.status).toBe(403);
});
