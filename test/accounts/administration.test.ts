/** Who may administer whom, as tables. */
import { describe, expect, test } from '@jest/globals';
import { changesAdminRoles, decideAdministration, takesLastAdmin } from '../../src/accounts/administration.js';

const own = 'own_account';
const required = 'super_admin_required';

describe('an act on another account', () => {
  test.each([
    [['admin'], [], undefined, 'yes'],
    [['admin'], ['editor'], ['writer'], 'yes'],
    [['admin'], ['editor'], ['admin'], required],
    [['admin'], ['editor'], ['super_admin'], required],
    [['admin'], ['admin'], undefined, required],
    [['admin'], ['admin'], [], required],
    [['admin'], ['super_admin'], undefined, required],
    [['super_admin'], ['admin'], [], 'yes'],
    [['super_admin'], ['super_admin'], undefined, 'yes'],
    [['super_admin'], [], ['super_admin', 'admin'], 'yes'],
    [['admin', 'super_admin'], ['admin'], undefined, 'yes'],
    // A break-glass token of somebody without a role.
    [[], [], undefined, 'yes'],
    [[], ['admin'], undefined, required],
    [[], [], ['admin'], required],
  ])('%j on %j, who will have %j: %s', (actorRoles, targetRoles, roles, answer) => {
    const [actor, target] = [
      { id: 'a', roles: actorRoles },
      { id: 'b', roles: targetRoles },
    ];
    for (const onOneself of [true, false]) {
      const decision = decideAdministration(actor, target, { onOneself, roles });
      expect(decision.ok ? 'yes' : decision.because).toBe(answer);
    }
  });
});

test.each([
  [['admin'], false, own],
  [['super_admin'], false, own],
  [['admin'], true, 'yes'],
  [['super_admin'], true, 'yes'],
])('%j on themselves, for an act that permits it (%s)', (roles, onOneself, answer) => {
  const decision = decideAdministration({ id: 'a', roles }, { id: 'a', roles }, { onOneself });
  expect(decision.ok ? 'yes' : decision.because).toBe(answer);
});

test.each([
  [['admin'], undefined, 'yes'],
  [['admin'], ['editor'], 'yes'],
  [['admin'], ['editor', 'admin'], required],
  [['super_admin'], ['admin'], 'yes'],
])('%j makes an account with the roles %j: %s', (actorRoles, roles, answer) => {
  const decision = decideAdministration({ id: 'a', roles: actorRoles }, undefined, { onOneself: false, roles });
  expect(decision.ok ? 'yes' : decision.because).toBe(answer);
});

test.each([
  [[], ['editor'], false],
  [['editor', 'admin'], ['admin', 'writer'], false],
  [['admin'], ['super_admin'], true],
  [['admin', 'super_admin'], ['super_admin'], true],
  [[], ['admin'], true],
])('from %j to %j changes the administrator’s roles: %s', (from, to, answer) => {
  expect(changesAdminRoles(from, to)).toBe(answer);
});

describe('the last one', () => {
  const superAdmin = { roles: ['super_admin'] };
  const admin = { roles: ['admin'] };
  const active = (roles: string[]) => ({ roles, status: 'active' as const });
  const disabled = (roles: string[]) => ({ roles, status: 'disabled' as const });

  test.each([
    ['the only super_admin goes', active(['super_admin']), undefined, [admin], true],
    ['the only super_admin becomes an admin', active(['super_admin']), active(['admin']), [admin], true],
    ['the only super_admin is disabled', active(['super_admin']), disabled(['super_admin']), [], true],
    ['one of two goes', active(['super_admin']), undefined, [superAdmin], false],
    ['the only admin goes, a super_admin stays', active(['admin']), undefined, [superAdmin], false],
    ['the only admin goes', active(['admin']), undefined, [], true],
    ['the only admin becomes the only super_admin', active(['admin']), active(['super_admin']), [], false],
    ['who is disabled already goes', disabled(['super_admin']), undefined, [], false],
    ['nobody’s administrator goes', active(['editor']), undefined, [], false],
    [
      'the only super_admin gets another role beside',
      active(['super_admin']),
      active(['editor', 'super_admin']),
      [],
      false,
    ],
  ])('%s', (_name, before, after, others, answer) => {
    expect(takesLastAdmin(before, after, others)).toBe(answer);
  });
});
