/** Whoever reads the table of protocol records can neither use nor read them. */
import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { recordIdOf } from '../../src/oidc/record-row.js';
import { newId } from '../conformance/oidc-adapter.js';
import { databaseKinds } from '../support/test-database.js';
import { recordFixture } from './record-fixture.js';

describe.each(databaseKinds)('protocol records on %s', (kind) => {
  const fixture = recordFixture(kind);

  describe('a leaked table yields nothing', () => {
    test.each(['Session', 'AccessToken', 'DeviceCode', 'Interaction'])(
      'no id or content of a %s is in its row',
      async (model) => {
        const grantId = newId();
        const { id, payload } = await fixture.stored(model, grantId);
        const { rows } = await sql<{ row: string }>`SELECT r::text AS row FROM oidc_record r
        WHERE r.id = ${recordIdOf(id)}`.execute(fixture.opened.database);
        const row = rows[0]?.row ?? '';
        expect(row).toContain(model);
        const secrets = [id, grantId, payload.uid, payload.userCode, payload.sessionUid, 'openid', 'iat'];
        for (const secret of secrets) if (secret !== undefined) expect(row).not.toContain(secret);
      },
    );

    test('a payload that was moved to another row, or damaged, counts as no record', async () => {
      const [first, second] = [await fixture.stored('Session'), await fixture.stored('Session')];
      await sql`UPDATE oidc_record SET payload_sealed = (SELECT o.payload_sealed FROM oidc_record o
        WHERE o.id = ${recordIdOf(first.id)}) WHERE id = ${recordIdOf(second.id)}`.execute(fixture.opened.database);
      expect(await fixture.store('Session').find(second.id)).toBeUndefined();
      expect(await fixture.store('Session').find(first.id)).toBeDefined();
    });
  });
});
