/** `doctor` says whether mail leaves. */
import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { startMailServer } from '../support/mail-server.js';
import { freePort } from '../support/test-server.js';
import { doctor, withBench } from './doctor-bench.js';

const withMail = (env: Record<string, string>) =>
  withBench({ env }, async (bench) => {
    const { statuses, messages, exitCode } = await doctor(bench);
    return { status: statuses.mail, message: messages.mail, exitCode };
  });

test('without SMTP_URL it warns that mails reach nobody', async () => {
  expect(await withMail({})).toMatchObject({
    status: 'warning',
    message: expect.stringContaining('SMTP_URL is not set'),
    exitCode: 0,
  });
});

test('a server that takes mail is well, and is sent none', async () => {
  const post = await startMailServer();
  try {
    expect((await withMail({ SMTP_URL: post.url })).status).toBe('ok');
    expect(post.mails).toEqual([]);
  } finally {
    await post.stop();
  }
});

test('no server: it says so without the password', async () => {
  const port = await freePort();
  const result = await withMail({ SMTP_URL: `smtp://anna:hunter2@127.0.0.1:${port}` });
  expect(result).toMatchObject({ status: 'failed', exitCode: 1 });
  expect(result.message).toContain(`smtp://anna:********@127.0.0.1:${port}`);
  expect(result.message).not.toContain('hunter2');
});

test('a server that says nothing is given up on', async () => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const address = silent.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    expect((await withMail({ SMTP_URL: `smtp://127.0.0.1:${port}` })).status).toBe('failed');
  } finally {
    silent.close();
  }
});
