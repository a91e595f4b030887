/** Story: the code of a device is mistyped. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newPerson, textOf } from '../support/person.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

test('the form is refused like every other: 4xx, with the message at the field and what was typed kept', async () => {
  const person = newPerson(server.issuer);
  await person.open('/device');
  const page = await person.submit({ user_code: 'BCDF-GHJK' });
  expect(page.status).toBe(422);
  expect(textOf(page.html)).toContain('That code is not right');
  expect(page.html).toMatch(/<input[^>]*value="BCDF-GHJK"[^>]*aria-invalid="true"/);
});
