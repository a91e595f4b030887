/** One's own second factors over the API: what each call answers and refuses, and that each thing happens once. */
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import QrCode from 'qrcode';
import { eventsOf } from '../accounts/account-fixture.js';
import { problemIn } from '../http/tiny-server.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { type ApiServer, issuer, serveApi } from './api-server.js';
import { json, newApiPerson, otherCode, refusalIn } from './mfa-bench.js';

describe.each(databaseKinds)('managing one’s own factors on %s', (kind) => {
  let opened: TestDatabase;
  let api: ApiServer;
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    api = await serveApi(opened.database);
  });
  afterAll(async () => {
    await api?.close();
    await opened?.close();
  });
  const newPerson = (fixture = {}) => newApiPerson(api, opened.database, fixture);

  test('an app is set up, listed, and removed, with what each call promises', async () => {
    const ada = await newPerson();
    const begun = json(await api.post('/api/mfa/enroll', ada.passwordToken, { name: 'Phone' }));
    expect(begun).toEqual({
      factor_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      type: 'totp',
      secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
      uri: expect.stringMatching(/^otpauth:\/\/totp\/Example:person-/),
      qr_code: expect.stringMatching(/^data:image\/png;base64,/),
      expires_at: expect.stringMatching(/Z$/),
    });
    expect(begun.uri).toContain(`secret=${begun.secret}`);
    const waiting = json(await api.get('/api/mfa/factors', ada.passwordToken));
    expect(waiting.data).toMatchObject([{ id: begun.factor_id, name: 'Phone', verified: false, last_used_at: null }]);
    expect(JSON.stringify(waiting)).not.toContain(begun.secret);
    expect(json(await api.get('/api/me', ada.passwordToken))).toMatchObject({ mfa_enabled: false, mfa_factors: [] });

    const verified = json(await api.post('/api/mfa/verify', ada.passwordToken, { code: ada.code(begun.secret) }));
    expect(verified).toEqual({ verified: true, backup_codes: expect.any(Array) });
    expect(verified.backup_codes).toHaveLength(10);
    for (const code of verified.backup_codes) expect(code).toMatch(/^[0-9a-z]{5}-[0-9a-z]{5}$/);
    const listed = json(await api.get('/api/mfa/factors', ada.passwordToken));
    expect(listed.data).toMatchObject([
      { id: begun.factor_id, type: 'totp', name: 'Phone', verified: true, expires_at: null },
    ]);
    expect(json(await api.get('/api/mfa/backup-codes', ada.passwordToken))).toEqual({ remaining: 10 });
    expect(json(await api.get('/api/me', ada.passwordToken))).toMatchObject({
      id: ada.accountId,
      mfa_enabled: true,
      backup_codes_remaining: 10,
    });

    api.clock.move(60);
    const removal = { factor_id: begun.factor_id.toUpperCase(), code: ada.code(begun.secret) };
    expect(json(await api.post('/api/mfa/unenroll', ada.factorToken, removal))).toEqual({
      factor_id: begun.factor_id,
      mfa_enabled: false,
    });
    expect(json(await api.get('/api/mfa/factors', ada.passwordToken))).toEqual({ data: [] });
    expect(refusalIn(await api.post('/api/mfa/unenroll', ada.factorToken, removal))).toBe('409 mfa_not_enabled');
    expect(await eventsOf(opened.database, ada.accountId)).toEqual(['mfa.enabled', 'mfa.verified', 'mfa.disabled']);
    const { rows } = await sql<{ text: string }>`SELECT audit_event::text AS text FROM audit_event`.execute(
      opened.database,
    );
    const audited = rows.map(({ text }) => text).join();
    for (const secret of [begun.secret, ...verified.backup_codes]) expect(audited).not.toContain(secret);
  });

  test('a second app brings no new codes, and a backup code removes it', async () => {
    const ben = await newPerson();
    const first = await ben.enrol();
    const second = await ben.enrol();
    expect(second.backupCodes).toEqual([]);
    const [code = ''] = first.backupCodes;
    const removal = { factor_id: second.factorId, code: ` ${code.toUpperCase().replace('-', ' ')}` };
    expect(json(await api.post('/api/mfa/unenroll', ben.factorToken, removal))).toMatchObject({ mfa_enabled: true });
    expect(json(await api.get('/api/mfa/backup-codes', ben.factorToken))).toEqual({ remaining: 9 });
    const again = { factor_id: first.factorId, code };
    expect(refusalIn(await api.post('/api/mfa/unenroll', ben.factorToken, again))).toBe('422 code_already_used');
  });

  test('new backup codes: the old set is dead, and only the app can ask for them', async () => {
    const cleo = await newPerson();
    const { seed, factorId, backupCodes } = await cleo.enrol();
    const [backupCode = ''] = backupCodes;
    const refused = await api.post('/api/mfa/backup-codes', cleo.factorToken, { code: backupCode });
    expect(refusalIn(refused)).toBe('422 totp_required');
    expect(json(await api.get('/api/mfa/backup-codes', cleo.factorToken))).toEqual({ remaining: 10 });

    const code = cleo.code(seed);
    const renewed = json(await api.post('/api/mfa/backup-codes', cleo.factorToken, { code }));
    expect(renewed.backup_codes).toHaveLength(10);
    expect(renewed.backup_codes).not.toContain(backupCode);
    expect(refusalIn(await api.post('/api/mfa/backup-codes', cleo.factorToken, { code }))).toBe(
      '422 code_already_used',
    );
    const old = { factor_id: factorId, code: backupCode };
    expect(refusalIn(await api.post('/api/mfa/unenroll', cleo.factorToken, old))).toBe('422 invalid_code');
    const anew = { factor_id: factorId, code: renewed.backup_codes[0] };
    expect(json(await api.post('/api/mfa/unenroll', cleo.factorToken, anew))).toMatchObject({ mfa_enabled: false });
  });

  test('twenty confirmations at once make one factor and show one set of codes', async () => {
    const dora = await newPerson();
    const begun = json(await api.post('/api/mfa/enroll', dora.passwordToken, {}));
    const body = { factor_id: begun.factor_id, code: dora.code(begun.secret) };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => api.post('/api/mfa/verify', dora.passwordToken, body)),
    );
    const winners = answers.filter(({ status }) => status === 200);
    expect(winners).toHaveLength(1);
    const kinds = new Set(answers.filter(({ status }) => status !== 200).map(refusalIn));
    // Whoever reads the account after the winner meets a factor that this token has not passed.
    const expected = [
      '401 insufficient_user_authentication',
      '404 factor_not_found',
      '422 setup_expired',
      '429 too_many_attempts',
    ];
    expect(expected).toEqual(expect.arrayContaining([...kinds]));
    expect(json(await api.get('/api/me', dora.passwordToken))).toMatchObject({
      backup_codes_remaining: 10,
      mfa_factors: [{ id: begun.factor_id }],
    });
  });

  test('twenty renewals at once with one code give one set, and every code shown works', async () => {
    const eve = await newPerson();
    const { seed } = await eve.enrol();
    const body = { code: eve.code(seed) };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => api.post('/api/mfa/backup-codes', eve.factorToken, body)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const kinds = new Set(answers.filter(({ status }) => status !== 200).map(refusalIn));
    expect(['409 account_changed', '422 code_already_used', '429 too_many_attempts']).toEqual(
      expect.arrayContaining([...kinds]),
    );
    expect(json(await api.get('/api/mfa/backup-codes', eve.factorToken))).toEqual({ remaining: 10 });
  });

  test('twenty removals at once with one code remove once', async () => {
    const finn = await newPerson();
    const { seed, factorId } = await finn.enrol();
    const body = { factor_id: factorId, code: finn.code(seed) };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => api.post('/api/mfa/unenroll', finn.factorToken, body)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const kinds = new Set(answers.filter(({ status }) => status !== 200).map(refusalIn));
    expect(['409 account_changed', '409 mfa_not_enabled']).toEqual(expect.arrayContaining([...kinds]));
    expect(json(await api.get('/api/me', finn.factorToken))).toMatchObject({ mfa_enabled: false, mfa_factors: [] });
  });

  test('guesses count over all calls, in one budget, and the right code is refused when it is used up', async () => {
    const gus = await newPerson();
    const { seed, factorId } = await gus.enrol();
    const wrong = () => otherCode(gus.code(seed));
    for (let guess = 1; guess <= 5; guess += 1) {
      const removal = { factor_id: factorId, code: wrong() };
      expect(refusalIn(await api.post('/api/mfa/unenroll', gus.factorToken, removal))).toBe('422 invalid_code');
      const renewal = { code: wrong() };
      expect(refusalIn(await api.post('/api/mfa/backup-codes', gus.factorToken, renewal))).toBe('422 invalid_code');
    }
    const refused = await api.post('/api/mfa/unenroll', gus.factorToken, { factor_id: factorId, code: gus.code(seed) });
    expect(refusalIn(refused)).toBe('429 too_many_attempts');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(80_000);
    expect(json(await api.get('/api/me', gus.factorToken))).toMatchObject({ mfa_enabled: true });
    expect(await eventsOf(opened.database, gus.accountId)).toContain('mfa.locked');
  });

  test('wrong first codes are bounded, and a confirmation never looks at factors that count already', async () => {
    const hal = await newPerson();
    const { seed } = await hal.enrol();
    const begun = json(await api.post('/api/mfa/enroll', hal.factorToken, {}));
    const body = { factor_id: begun.factor_id, code: hal.code(seed) };
    for (let guess = 1; guess <= 10; guess += 1) {
      const refused = await api.post('/api/mfa/verify', hal.factorToken, body);
      expect(problemIn(refused)).toMatchObject({
        status: 422,
        code: 'invalid_code',
        detail: 'Invalid verification code',
      });
    }
    const right = { ...body, code: hal.code(begun.secret) };
    const spent = await api.post('/api/mfa/verify', hal.factorToken, right);
    expect(refusalIn(spent)).toBe('429 too_many_attempts');
    expect(Number(spent.headers['retry-after'])).toBeGreaterThan(0);
    // Neither spent nor counted: the code of the first app still works, and so do all of its attempts.
    expect(json(await api.post('/api/mfa/backup-codes', hal.factorToken, { code: hal.code(seed) }))).toHaveProperty(
      'backup_codes',
    );
    const { rows } = await sql`SELECT 1 FROM factor_budget WHERE account_id = ${hal.accountId}::uuid
      AND cardinality(failed_at) > 0`.execute(opened.database);
    expect(rows).toEqual([]);
    const anew = json(await api.post('/api/mfa/enroll', hal.factorToken, {}));
    const confirmed = await api.post('/api/mfa/verify', hal.factorToken, { code: hal.code(anew.secret) });
    expect(json(confirmed)).toEqual({ verified: true });
  });

  test('a wrong clock is named and not accepted', async () => {
    const ida = await newPerson();
    const begun = json(await api.post('/api/mfa/enroll', ida.passwordToken, {}));
    api.clock.move(240);
    const fast = ida.code(begun.secret);
    api.clock.move(-240);
    const refused = await api.post('/api/mfa/verify', ida.passwordToken, { code: fast });
    expect(problemIn(refused)).toMatchObject({ code: 'invalid_code', clock_offset_minutes: 4 });
  });

  test('what has expired, was replaced, or belongs to somebody else is not confirmed', async () => {
    const [jan, kim] = [await newPerson(), await newPerson()];
    const replaced = json(await api.post('/api/mfa/enroll', jan.passwordToken, {}));
    const begun = json(await api.post('/api/mfa/enroll', jan.passwordToken, {}));
    const verify = async (person: typeof jan, body: object) =>
      refusalIn(await api.post('/api/mfa/verify', person.passwordToken, body));
    const old = { factor_id: replaced.factor_id, code: jan.code(replaced.secret) };
    expect(await verify(jan, old)).toBe('404 factor_not_found');
    const foreign = { factor_id: begun.factor_id, code: jan.code(begun.secret) };
    expect(await verify(kim, foreign)).toBe('404 factor_not_found');
    expect(await verify(kim, { code: foreign.code })).toBe('422 setup_expired');
    await sql`UPDATE totp_enrolment SET expires_at = now() WHERE id = ${begun.factor_id}::uuid`.execute(
      opened.database,
    );
    const expired = await api.post('/api/mfa/verify', jan.passwordToken, foreign);
    expect(problemIn(expired)).toMatchObject({
      status: 422,
      code: 'setup_expired',
      detail: 'Setup session expired. Please start over.',
    });

    const own = await kim.enrol();
    const other = await jan.enrol();
    const theft = { factor_id: other.factorId, code: kim.code(own.seed) };
    expect(refusalIn(await api.post('/api/mfa/unenroll', kim.factorToken, theft))).toBe('404 factor_not_found');
    // Not even counted.
    const kept = { factor_id: own.factorId, code: kim.code(own.seed) };
    expect(json(await api.post('/api/mfa/unenroll', kim.factorToken, kept))).toMatchObject({ mfa_enabled: false });
    expect(json(await api.get('/api/me', jan.factorToken))).toMatchObject({ mfa_enabled: true });
  });

  test('a sixth app is refused before its secret is shown', async () => {
    const lea = await newPerson();
    for (let app = 1; app <= 5; app += 1) await lea.enrol();
    expect(refusalIn(await api.post('/api/mfa/enroll', lea.factorToken, {}))).toBe('409 too_many_factors');
  });

  test('the last factor stays where policy requires one or people may not remove it; one of two goes', async () => {
    const strict = await serveApi(opened.database, { requireMfa: true });
    const fixed = await serveApi(opened.database, { mfaAllowSelfDisable: false });
    for (const server of [strict, fixed]) {
      const person = await newApiPerson(server, opened.database);
      const [first, second] = [await person.enrol(), await person.enrol()];
      const remove = (factorId: string) =>
        server.post('/api/mfa/unenroll', person.factorToken, { factor_id: factorId, code: person.code(first.seed) });
      expect(json(await remove(second.factorId))).toMatchObject({ mfa_enabled: true });
      server.clock.move(60);
      expect(refusalIn(await remove(first.factorId))).toBe('403 forbidden_by_policy');
      // The code was neither spent nor counted.
      const renewal = { code: person.code(first.seed) };
      expect(json(await server.post('/api/mfa/backup-codes', person.factorToken, renewal))).toBeDefined();
      await server.close();
    }
  });
});

describe('who may', () => {
  let opened: TestDatabase;
  let api: ApiServer;
  beforeAll(async () => {
    opened = await openTestDatabase('postgres');
    api = await serveApi(opened.database);
  });
  afterAll(async () => {
    await api?.close();
    await opened?.close();
  });
  const newPerson = () => newApiPerson(api, opened.database);
  const reads = ['/api/me', '/api/mfa/factors', '/api/mfa/backup-codes'];
  const changes: readonly [string, object][] = [
    ['/api/mfa/enroll', {}],
    ['/api/mfa/verify', { code: '123456' }],
    ['/api/mfa/unenroll', { factor_id: '0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9', code: '123456' }],
    ['/api/mfa/backup-codes', { code: '123456' }],
  ];

  test('nobody without a token, without a person behind it, or without the scope', async () => {
    const person = await newPerson();
    await person.enrol();
    const client = api.issue({ accountId: null, scopes: ['account', 'admin'] });
    const admin = person.issue({ scopes: ['admin', 'admin:read'], mfaVerified: true });
    for (const path of reads) {
      expect(refusalIn(await api.get(path, null))).toBe('401 authentication_required');
      expect(refusalIn(await api.get(path, client))).toBe('403 person_required');
      expect(refusalIn(await api.get(path, admin))).toBe('403 insufficient_scope');
    }
    for (const [path, body] of changes) {
      expect(refusalIn(await api.post(path, null, body))).toBe('401 authentication_required');
      expect(refusalIn(await api.post(path, client, body))).toBe('403 person_required');
      expect(refusalIn(await api.post(path, admin, body))).toBe('403 insufficient_scope');
    }
  });

  test('a break-glass token reads, and changes nothing', async () => {
    const person = await newPerson();
    await person.enrol();
    const token = person.issue({ breakGlass: true, authTime: null });
    for (const path of reads) expect((await api.get(path, token)).status).toBe(200);
    for (const [path, body] of changes) {
      expect(refusalIn(await api.post(path, token, body))).toBe('403 sign_in_required');
    }
  });

  test('a sign-in without the second factor, or too long ago, reads; a change tells what to ask for', async () => {
    const person = await newPerson();
    const long = Math.floor(Date.now() / 1000) - 301;
    const stalePassword = person.issue({ authTime: long });
    const withoutFactor = await api.post('/api/mfa/enroll', stalePassword, {});
    expect(refusalIn(withoutFactor)).toBe('401 insufficient_user_authentication');
    expect(withoutFactor.headers['www-authenticate']).toBe(
      `Bearer realm="${issuer}/api", error="insufficient_user_authentication", error_description="This needs a sign-in in the last 5 minutes.", max_age="300"`,
    );
    await person.enrol();
    const staleFactor = person.issue({ mfaVerified: true, mfaTime: long });
    const staleBoth = person.issue({ mfaVerified: true, authTime: long, mfaTime: long });
    for (const token of [person.passwordToken, staleFactor, staleBoth]) {
      for (const path of reads) expect((await api.get(path, token)).status).toBe(200);
      for (const [path, body] of changes.filter(([path]) => path !== '/api/mfa/verify')) {
        const refused = await api.post(path, token, body);
        expect(refusalIn(refused)).toBe('401 insufficient_user_authentication');
        expect(refused.headers['www-authenticate']).toContain('acr_values="urn:countersign:acr:mfa", max_age="300"');
      }
    }
    // No guess was counted by any of them.
    const { rows } = await sql`SELECT 1 FROM factor_budget WHERE account_id = ${person.accountId}::uuid
      AND cardinality(failed_at) > 0`.execute(opened.database);
    expect(rows).toEqual([]);
  });

  test('what a fresh sign-in began may be confirmed later, but not without the factor that there is', async () => {
    const person = await newPerson();
    await person.enrol();
    const begun = json(await api.post('/api/mfa/enroll', person.factorToken, {}));
    const body = { code: person.code(begun.secret) };
    const long = Math.floor(Date.now() / 1000) - 600;
    expect(refusalIn(await api.post('/api/mfa/verify', person.passwordToken, body))).toBe(
      '401 insufficient_user_authentication',
    );
    const later = person.issue({ mfaVerified: true, authTime: long, mfaTime: long });
    expect(json(await api.post('/api/mfa/verify', later, body))).toEqual({ verified: true });
  });

  test.each([
    ['nothing', '', '400 invalid_json'],
    ['an array', '[]', '400 invalid_json'],
    ['NUL', '{"code":"12\\u00003456"}', '400 invalid_json'],
    ['a number', '{"code":123456}', '400 invalid_body'],
    ['no code', '{}', '400 invalid_body'],
    ['an empty code', '{"code":""}', '400 invalid_body'],
    ['a code without end', `{"code":"${'1'.repeat(65)}"}`, '400 invalid_body'],
    ['another member', '{"code":"123456","account_id":"x"}', '400 invalid_body'],
    ['no id', '{"code":"123456","factor_id":"x"}', '400 invalid_body'],
    ['too much', `{"code":"${'1'.repeat(70_000)}"}`, '413 body_too_large'],
  ])('a body with %s is refused', async (_case, body, refusal) => {
    const person = await newPerson();
    expect(refusalIn(await api.post('/api/mfa/verify', person.passwordToken, body))).toBe(refusal);
  });

  test('a refused member is named, its value is not; other media types and parameters are refused', async () => {
    const { passwordToken: token } = await newPerson();
    const body = { name: 7, secret: 'JBSWY3DPEHPK3PXP' };
    const refused = await api.post('/api/mfa/enroll', token, body);
    expect(problemIn(refused)).toMatchObject({
      status: 400,
      code: 'invalid_body',
      errors: [{ pointer: '#/name' }, { pointer: '#/secret', detail: 'is not known here' }],
    });
    expect(refused.text).not.toContain('JBSWY3DPEHPK3PXP');
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expect(refusalIn(await api.post('/api/mfa/enroll', token, 'name=x', form))).toBe('415 unsupported_media_type');
    expect(refusalIn(await api.post('/api/mfa/enroll?force=1', token, {}))).toBe('400 unknown_parameter');
    expect(refusalIn(await api.get('/api/mfa/factors?fields=secret', token))).toBe('400 unknown_parameter');
    expect(json(await api.get('/api/me?fields=email', token))).toEqual({ email: expect.any(String) });
  });

  test('no code is too odd to be answered', async () => {
    const person = await newPerson();
    const { factorId } = await person.enrol();
    for (const code of ['😀', '١٢٣٤٥٦', '12345', '1234567', 'abc12-def3', '‮123456', ' '.repeat(64)]) {
      const removal = { factor_id: factorId, code };
      expect(refusalIn(await api.post('/api/mfa/unenroll', person.factorToken, removal))).toBe('422 invalid_code');
    }
  });

  test('the QR code is a picture of the URI', async () => {
    const { passwordToken } = await newPerson();
    const { qr_code: url, uri } = json(await api.post('/api/mfa/enroll', passwordToken, {}));
    expect(url.length).toBeLessThan(4000);
    const png = Buffer.from(url.split(',')[1] ?? '', 'base64');
    const side = png.readUInt32BE(16);
    const pixels = inflateSync(png.subarray(png.indexOf('IDAT') + 4));
    const stride = 1 + Math.ceil(side / 8);
    expect(pixels).toHaveLength(stride * side);
    const isDark = (x: number, y: number) => ((pixels[y * stride + 1 + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) === 0;
    const { modules } = QrCode.create(uri, { errorCorrectionLevel: 'M' });
    expect(side).toBe((modules.size + 8) * 4);
    for (let y = 0; y < side; y += 1) {
      for (let x = 0; x < side; x += 1) {
        const [column, line] = [Math.floor(x / 4) - 4, Math.floor(y / 4) - 4];
        const isInside = Math.min(column, line) >= 0 && Math.max(column, line) < modules.size;
        if (isDark(x, y) !== (isInside && Boolean(modules.get(line, column)))) throw new Error(`pixel ${x},${y}`);
      }
    }
  });
});
