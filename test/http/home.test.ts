/** The page at the root. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import Koa from 'koa';
import { home } from '../../interactions/home.js';
import { listen, type TinyServer } from './tiny-server.js';

let server: TinyServer;
beforeAll(async () => {
  const app = new Koa();
  app.use(home({ issuer: 'https://login.example.org', mfaIssuer: 'Login' }));
  server = await listen(app);
});
afterAll(() => server.close());

test('monitors that ask with HEAD find it too', async () => {
  expect((await server.send('/', { method: 'HEAD' })).status).toBe(200);
});
