/** What a browser test needs once per file: a server, a relying party that the browser can reach, a browser. */
import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { ClientRegistration } from '../../src/oidc/client-registration.js';
import { launchBrowser } from './browser.js';
import { type LoopbackParty, startLoopbackParty } from './loopback-party.js';
import { startTestServer, type TestServer } from './test-server.js';
import { openTab, type WatchedTab } from './watched-tab.js';

export interface Stage {
  readonly server: TestServer;
  readonly party: LoopbackParty;
  /** Another relying party, whose address the tabs may ask too. */
  addParty(registration: Partial<ClientRegistration>): Promise<LoopbackParty>;
  /** A tab of a browser without cookies; anything asked of others than server and relying parties is a complaint. */
  openTab(options?: BrowserContextOptions): Promise<WatchedTab>;
  close(): Promise<void>;
}

/** `env` are settings beyond those of every test server. */
export async function setStage(env: Record<string, string> = {}): Promise<Stage> {
  const [browser, server] = await Promise.all([launchBrowser(), startTestServer({ env })]);
  return stageOf(browser, server);
}

async function stageOf(browser: Browser, server: TestServer): Promise<Stage> {
  const party = await startLoopbackParty(server);
  const parties = [party];
  return {
    server,
    party,
    async addParty(registration) {
      const added = await startLoopbackParty(server, registration);
      parties.push(added);
      return added;
    },
    openTab: (options) => openTab(browser, [server.issuer, ...parties.map(({ origin }) => origin)], options),
    async close() {
      await browser.close();
      for (const { close } of parties) await close();
      await server.stop();
    },
  };
}
