/** Odd values in the parameters and fields of every page of the console, as it is registered, end in a page or a sentence, never a fault. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { changeMembers } from '../../src/accounts/group-member-store.js';
import { createGroup } from '../../src/accounts/group-store.js';
import { adminPages } from '../../src/admin/admin-pages.js';
import { ownBrowser } from '../support/own-account.js';
import { hiddenField, type Page, type Person } from '../support/person.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { enrolledAccount } from './attack-fixture.js';
import { expectRefusal, oddTexts } from './odd-values.js';

/** Encoded by nobody. */
const broken = [
  ['a NUL', '%00'],
  ['no UTF-8', '%ff%fe'],
  ['half an escape', '%'],
  ['markup', '"><script>alert(1)</script>'],
] as const;
const values: readonly (readonly [about: string, encoded: string])[] = [
  ...broken,
  ...Object.entries(oddTexts).map(
    ([name, text]) => [name, new URLSearchParams({ x: text }).toString().slice(2)] as const,
  ),
  ['a cursor of nothing', 'ZW1haWwueA'],
  ['an id of nobody', randomUUID()],
];

/** Parameters that take any text, by the pages that read them; those that take one of a list are tried all at once. */
const parameters: Readonly<Record<string, readonly string[]>> = {
  '/admin/users': ['q', 'role', 'id', 'cursor'],
  '/admin/users.csv': ['q', 'role', 'id', 'cursor'],
  '/admin/bulk/extend-grace': ['q', 'role', 'id'],
  '/admin/bulk/remind': ['q', 'role', 'id'],
  '/admin/audit': ['type', 'user', 'actor', 'from', 'to', 'cursor'],
  '/admin/audit/export': ['type', 'user', 'actor', 'from', 'to', 'cursor'],
  '/admin/clients': ['cursor'],
  '/admin/resources': ['cursor'],
  '/admin/groups': ['cursor'],
};
const allParameters = 'q mfa role status locked sort cursor id done type user actor outcome from to format'.split(' ');

let server: TestServer;
let person: Person;
beforeAll(async () => {
  server = await startTestServer({ env: { RATE_LIMIT: 'off' } });
  person = await ownBrowser(server, await enrolledAccount(server, { roles: ['super_admin'] }));
});
afterAll(() => server?.stop());

const answered = ({ status, headers, html }: Page, about: string) =>
  expectRefusal({ status, headers: { location: headers.get('location') ?? undefined }, text: html }, about);

test('in every parameter of every page', async () => {
  for (const { path } of adminPages) {
    const address = server.issuer + path.replace(':id', randomUUID());
    const own = parameters[path] ?? [];
    // All at once the longest would be no request any more.
    const together = own.length > 0 ? values.filter(([about]) => about !== '4 kB') : broken;
    const queries = [
      ...together.map(([, value]) => allParameters.map((name) => `${name}=${value}`).join('&')),
      ...own.flatMap((name) => values.map(([, value]) => `${name}=${value}`)),
      allParameters.map((name) => `${name}=a&${name}=b`).join('&'),
      ...['q[]=a&id[a]=b&cursor[__proto__]=c', '=', '&&', '?'],
    ];
    for (const query of queries) answered(await person.open(`${address}?${query}`), `${path}?${query.slice(0, 200)}`);
  }
});

const forms = adminPages.flatMap(({ path, acts = {} }) => Object.keys(acts).map((act) => [path, act] as const));
test.each(forms)('in every field of %s, %s', async (path, act) => {
  for (const [about, value] of values) {
    const address = server.issuer + path.replace(':id', await spoilable(path));
    const { html, status } = await person.open(address);
    expect([path, status]).toEqual([path, 200]);
    const csrf = hiddenField(html, 'csrf') ?? '';
    const inputs = html.slice(html.indexOf('<main')).matchAll(/<(?:input|select|textarea)[^>]*name="([^"]+)"/g);
    const names = new Set([...inputs].map(([, name = '']) => name));
    names.delete('csrf');
    for (const odd of [names, ...[...names].map((name) => new Set([name]))]) {
      const fields = [...names].map((name) => `${encodeURIComponent(name)}=${odd.has(name) ? value : 'yes'}`);
      const page = await person.post(address, [`csrf=${csrf}`, `act=${act}`, ...fields].join('&'));
      answered(page, `${path} ${act} ${[...odd]} ${about}`);
    }
  }
  expect((await person.open(`${server.issuer}/admin`)).status).toBe(200);
});

/** Something new, which the form may spoil. */
async function spoilable(path: string): Promise<string> {
  if (path.startsWith('/admin/clients')) return (await server.addClient()).clientId;
  if (path.startsWith('/admin/groups')) return newGroup();
  if (!path.startsWith('/admin/resources')) return (await server.addAccount(`${randomUUID()}@example.com`)).id;
  const identifier = `https://${randomUUID()}.example/`;
  await server.addResource({ identifier, scope: 'read' });
  const { id } = await server.database
    .selectFrom('resource')
    .select('id')
    .where('identifier', '=', identifier)
    .executeTakeFirstOrThrow();
  return id;
}

/** With somebody in it, so that there is a box to tick. */
async function newGroup(): Promise<string> {
  const id = randomUUID();
  await createGroup(server.database, { id, name: id }, []);
  const { id: member } = await server.addAccount(`${randomUUID()}@example.com`);
  const events = { joined: [], left: [] };
  await changeMembers(server.database, { groupId: id, add: [member], remove: [], events });
  return id;
}
