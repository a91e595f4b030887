/** What the calls of administrators are made of, and how a token becomes an administrator. */
import type { PasswordHasher } from '../accounts/password-hash.js';
import { type Administrator, perform, type UserAct } from '../administration/administer.js';
import { accountNotFound } from '../administration/administration-problems.js';
import { findUserRow } from '../administration/user-query-store.js';
import type { Clock } from '../clock.js';
import type { Connection } from '../database/schema.js';
import type { Factors } from '../mfa/factors.js';
import type { KeyRing } from '../secrets/key-ring.js';
import type { Settings } from '../settings/settings.js';
import { type Access, decideAdminAccess, decideAdminChange } from './access.js';
import { accessProblem } from './access-problem.js';
import type { AccessTokenInfo } from './access-token.js';
import { invalidToken } from './authenticate.js';
import type { OperationRequest } from './operation.js';
import { type User, userFields } from './user-schema.js';
import { columnsOf, showUser } from './user-view.js';
import type { UserParts } from './users.js';

export interface AdminParts extends UserParts {
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly hasher: PasswordHasher;
  readonly factors: Pick<Factors, 'totpEnrolment'>;
  readonly settings: Pick<Settings, 'issuer' | 'passwordMinLength' | 'mfaDailyAttempts'>;
}

/** Throws what the token lacks. */
export function permit<Permitted extends { readonly ok: true }>(
  access: Permitted | Exclude<Access, { ok: true }>,
  audience: string,
): Permitted {
  if (!access.ok) throw accessProblem(access, audience);
  return access;
}

/** Reading what only administrators see. */
export function permitAdminRead(
  token: AccessTokenInfo,
  { policy, audience }: Pick<AdminParts, 'policy' | 'audience'>,
): void {
  permit(decideAdminAccess(token, 'admin:read', policy), audience);
}

/** Who administers with this token, for events of their own. Throws Problem unless it may change something; asked again under the lock. */
function holderOf(
  token: AccessTokenInfo,
  { policy, audience }: Pick<AdminParts, 'policy' | 'audience'>,
): Pick<Administrator, 'accountId' | 'present'> {
  const permitted = (seen: AccessTokenInfo) => permit(decideAdminChange(seen, policy), audience).account;
  return {
    accountId: permitted(token).id,
    present(locked) {
      const isSame =
        locked !== undefined && locked.status === 'active' && locked.generation === token.account?.generation;
      if (!isSame) throw invalidToken(audience);
      return permitted({ ...token, account: locked });
    },
  };
}

type Asked = Pick<OperationRequest<unknown, unknown>, 'token' | 'origin' | 'params'>;

/** Throws Problem unless the token may change something. */
export function administratorOf(
  { token, origin }: Pick<Asked, 'token' | 'origin'>,
  parts: Pick<AdminParts, 'policy' | 'audience'>,
): Administrator {
  return { ...holderOf(token, parts), origin, isBreakGlass: token.breakGlass };
}

/** A change of an account, and the account after it, as `GET /api/users/{id}` shows it. */
export async function administerUser<Input>(
  parts: AdminParts,
  asked: Asked,
  act: UserAct<Input, void>,
  input: Input,
): Promise<Partial<User>> {
  const targetId = asked.params.id ?? '';
  return perform(parts.database, administratorOf(asked, parts), { act, targetId, input }, ({ transaction, target }) =>
    userAfter(transaction, target.id, parts),
  );
}

/** One statement: the account after the change, as `GET /api/users/{id}` shows it. */
export async function userAfter(
  transaction: Connection,
  id: string,
  { describeRequirement }: Pick<AdminParts, 'describeRequirement'>,
): Promise<Partial<User>> {
  const row = await findUserRow(transaction, id, columnsOf(userFields));
  if (row === undefined) throw accountNotFound();
  return showUser(row, userFields, describeRequirement);
}
