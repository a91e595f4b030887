/** The page about the API, for people: every call, on every screen, by keyboard and without script. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { callsOf, type Document } from '../api/contract/document.js';
import { type Stage, setStage } from '../support/browser-stage.js';
import { expectSound } from '../support/page-audit.js';
import { closeQuietly, type WatchedTab } from '../support/watched-tab.js';

let stage: Stage;
let tab: WatchedTab;
let page: Page;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.close());
afterEach(() => closeQuietly(tab));

const open = async (options = {}) => {
  tab = await stage.openTab(options);
  page = tab.page;
  await page.goto(`${stage.server.issuer}/api`);
};

test('it is sound, small and wide, light and dark, with large letters', async () => {
  await open();
  await expectSound(page, 'api');
});

describe('without script, on a phone', () => {
  test('every call of the document is found from the list of contents, with its summary', async () => {
    await open({ javaScriptEnabled: false, viewport: { width: 360, height: 780 } });
    const document: Document = await (await fetch(`${stage.server.issuer}/api/openapi.json`)).json();
    for (const { method, path, summary = '', operationId } of callsOf(document)) {
      const link = page.locator(`nav a[href="#${operationId}"]`);
      expect([operationId, await link.count()]).toEqual([operationId, 1]);
      const text = (await page.locator(`[id="${operationId}"]`).textContent()) ?? '';
      for (const part of [method, path, summary]) expect(text).toContain(part);
    }
  });
});
