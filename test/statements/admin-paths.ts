/** The calls of administrators, each on an account that nothing else happens to. */
import { expect } from '@jest/globals';
import { enrolledAccount } from '../attacks/attack-fixture.js';
import { callApi, newAdminApp } from '../support/admin-api.js';
import { newPerson } from '../support/person.js';
import { newRelyingParty } from '../support/relying-party.js';
import { signInWithPassword } from '../support/sign-in.js';
import type { TestServer } from '../support/test-server.js';

/** To be measured in their order. `costOf` counts what the work makes. */
export function adminPaths<Cost>(
  serverOf: () => TestServer,
  costOf: (work: () => Promise<unknown>) => Promise<Cost>,
): Readonly<Record<string, () => Promise<Cost>>> {
  let token = '';
  let target = '';
  let session = '';
  const reason = 'lost phone';

  const cost = (status: number, method: string, path: string, body?: object) =>
    costOf(async () => {
      const reply = await callApi(serverOf(), token, method, path, body === undefined ? {} : { body });
      expect([reply.status, reply.status < 400 ? '' : reply.text]).toEqual([status, '']);
    });

  return {
    '`POST /api/users`, without a password': async () => {
      const server = serverOf();
      token = await (await newAdminApp(server)).tokenOf(await enrolledAccount(server, { roles: ['admin'] }));
      return cost(201, 'POST', '/users', { email: 'new@example.com', name: 'New' });
    },
    '`PATCH /api/users/{id}`': async () => {
      target = (await enrolledAccount(serverOf())).account.id;
      return cost(200, 'PATCH', `/users/${target}`, { name: 'Nora', roles: ['editor'] });
    },
    '`POST /api/users/{id}/unlock`': () => cost(200, 'POST', `/users/${target}/unlock`),
    '`POST /api/users/{id}/mfa/disable`': () => cost(200, 'POST', `/users/${target}/mfa/disable`, { reason }),
    '`POST /api/users/{id}/mfa/extend-grace`': () =>
      cost(200, 'POST', `/users/${target}/mfa/extend-grace`, {
        until: new Date(Date.now() + 86_400_000).toISOString(),
        reason,
      }),
    '`POST /api/users/{id}/mfa/enroll`': () => cost(200, 'POST', `/users/${target}/mfa/enroll`, { reason }),
    '`POST /api/users/{id}/mfa/reset`': () => cost(200, 'POST', `/users/${target}/mfa/reset`, { reason }),
    '`DELETE /api/users/{id}`': () => cost(204, 'DELETE', `/users/${target}`),
    '`GET /api/users/{id}/sessions`': async () => {
      const server = serverOf();
      const account = await server.addAccount('signed-in@example.com');
      const party = await newRelyingParty(server, await server.addClient());
      await signInWithPassword(newPerson(server.issuer), await party.authorizationUrl(), account.email);
      target = account.id;
      session = JSON.parse((await callApi(server, token, 'GET', `/users/${target}/sessions`)).text).data[0].id;
      return cost(200, 'GET', `/users/${target}/sessions`);
    },
    '`DELETE /api/users/{id}/sessions`, one of them': () =>
      cost(204, 'DELETE', `/users/${target}/sessions?session=${encodeURIComponent(session)}`),
    '`DELETE /api/users/{id}/sessions`, all': () => cost(204, 'DELETE', `/users/${target}/sessions`),
    '`GET /api/audit-events`': () => cost(200, 'GET', '/audit-events'),
  };
}
