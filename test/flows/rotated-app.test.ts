/** Story: somebody's key was seen by others. An administrator rotates it from the command line: the old one is dead, the new one signs in. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CommandBench, openCommandBench } from '../cli/command-bench.js';
import { assuranceOf, twoFactors } from '../support/assurance.js';
import { headingOf, newPerson, shownBackupCodes, textOf } from '../support/person.js';
import { newRelyingParty } from '../support/relying-party.js';
import { addEnrolledAccount, signInWithPassword, totpCode } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let bench: CommandBench;
  beforeAll(async () => {
    server = await startTestServer({ kind });
    bench = await openCommandBench(kind, { change: { database: server.database } });
  });
  afterAll(async () => {
    await bench?.close();
    await server?.stop();
  });

  test('the old code is refused from that moment, the new app’s first code signs in with both factors, and the person is told', async () => {
    const party = await newRelyingParty(server, await server.addClient());
    const anna = await addEnrolledAccount(server, 'anna@example.com');
    const rotated = await bench.json(['mfa', 'rotate', '--user', 'anna@example.com', '--reason', 'key on a photo']);
    server.clock.move(60);

    const person = newPerson(server.issuer);
    await signInWithPassword(person, await party.authorizationUrl(), 'anna@example.com');
    expect(headingOf(person.page.html)).toBe('Confirm your authenticator app');
    const old = await person.act('confirm_enrolment', { code: totpCode(server, anna.seed) });
    expect([old.status, textOf(old.html)]).toEqual([422, expect.stringContaining('Invalid verification code')]);

    const confirmed = await person.act('confirm_enrolment', { code: totpCode(server, String(rotated.secret)) });
    expect(shownBackupCodes(confirmed.html)).toHaveLength(10);
    const left = await person.act('codes_saved', { saved: 'yes' });
    expect(assuranceOf((await party.redeem(left.leftFor)).claims())).toEqual(twoFactors);
  });
});
