/** Serves the API under /api: its calls, its document, and its page. */
import Router from 'koa-router';
import type { PasswordHasher } from '../accounts/password-hash.js';
import type { Settings } from '../settings/settings.js';
import type { ReadAccessToken } from './access-token.js';
import { adminOperations } from './admin-operations.js';
import { authenticate } from './authenticate.js';
import { getMe } from './me.js';
import { getBackupCodes, renewCodes } from './mfa-backup-codes.js';
import { enroll, verify } from './mfa-enrolment.js';
import { listFactors } from './mfa-factors.js';
import type { MfaParts } from './mfa-parts.js';
import { unenroll } from './mfa-removal.js';
import { openApiDocument } from './openapi.js';
import { referencePage, referenceStyle, referenceStylePath } from './reference-page.js';
import type { DescribeRequirement } from './user-view.js';

export interface ApiParts extends Omit<MfaParts, 'audience'> {
  readonly settings: MfaParts['settings'] & Pick<Settings, 'issuer' | 'passwordMinLength' | 'mfaDailyAttempts'>;
  readonly hasher: PasswordHasher;
  readonly readAccessToken: ReadAccessToken;
  readonly describeRequirement: DescribeRequirement;
}

/** Mount `routes()` and then `allowedMethods()`, inside `errorHandler`. */
export function createApiRouter(parts: ApiParts): Router {
  const { settings, readAccessToken } = parts;
  const audience = `${settings.issuer}/api`;
  const own = { ...parts, audience };
  const operations = [
    getMe(own),
    listFactors(own),
    enroll(own),
    verify(own),
    unenroll(own),
    getBackupCodes(own),
    renewCodes(own),
    ...adminOperations(own),
  ];
  const document = openApiDocument(settings.issuer, operations);
  const documentText = JSON.stringify(document, null, 2);
  const page = referencePage(document, new URL(settings.issuer).pathname.replace(/\/$/, ''));

  const router = new Router();
  router.get('/api', (ctx) => {
    ctx.type = 'html';
    ctx.body = page;
  });
  router.get(referenceStylePath, (ctx) => {
    ctx.type = 'css';
    ctx.body = referenceStyle;
  });
  router.get('/api/openapi.json', (ctx) => {
    ctx.type = 'json';
    ctx.body = documentText;
  });
  for (const operation of operations) {
    const path = operation.path.replaceAll(/\{(\w+)\}/g, ':$1');
    router.register(path, [operation.method], async (ctx) => {
      const token = await authenticate(ctx, { audience, readAccessToken });
      const answer = await operation.run(ctx, ctx.params, token);
      ctx.status = operation.answer.status ?? 200;
      ctx.body = answer ?? null;
    });
  }
  return router;
}
