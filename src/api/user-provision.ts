/** Accounts made by administrators. */
import { randomUUID } from 'node:crypto';
import { createAccount } from '../accounts/account-store.js';
import { changesAdminRoles } from '../accounts/administration.js';
import { passwordProblems } from '../accounts/password-policy.js';
import { Problem } from '../http/problem.js';
import { inviteToChoosePassword } from '../mail/administered-account-store.js';
import { decideAdminChange } from './access.js';
import { type AdminParts, adminEvent, administerNew, permit, userAfter } from './admin-parts.js';
import { newUserBody } from './admin-schema.js';
import { noParameters } from './mfa-schema.js';
import { type Operation, operation } from './operation.js';
import { exampleUser, sparseUserSchema } from './user-schema.js';

export function createUser(parts: AdminParts): Operation {
  return operation(
    {
      method: 'post',
      path: '/api/users',
      operationId: 'createUser',
      summary: 'Make an account',
      description:
        'Whoever makes it vouches for the address. Without a password, an active account gets a mail with a link to choose one, for 24 hours. Policy about second factors applies from the first sign-in, with the grace period from now.',
      scopes: ['admin'],
      params: noParameters,
      query: noParameters,
      body: {
        schema: newUserBody,
        example: {
          email: 'ada@example.org',
          name: 'Ada Lovelace',
          roles: ['editor'],
          password: 'correct horse battery staple',
          status: 'active',
        },
      },
      answer: {
        status: 201,
        description: 'The account',
        schema: sparseUserSchema,
        example: { ...exampleUser, roles: ['editor'], mfa_enabled: false, mfa_configured_at: null, mfa_factors: [] },
      },
      refusals: {
        401: 'No valid token, or its second factor is not recent enough (`insufficient_user_authentication`)',
        403: 'The token does not suffice, or only a super_admin gives these roles (`super_admin_required`)',
        409: 'There is an account with this address (`email_taken`)',
        422: 'The password is too short, too long or too easy to guess (`password_refused`, see `problems`)',
      },
    },
    async ({ token, body, origin }) => {
      // Before the password is looked at: that costs time.
      permit(decideAdminChange(token, parts.rule), parts.audience);
      const { email, name = '', roles = [], password, status = 'active' } = body;
      const passwordHash = password === undefined ? null : await hashed(password, { email: email.email, name }, parts);
      const id = randomUUID();
      const event = { token, origin };
      return administerNew(parts, { token, roles }, async (transaction) => {
        const events = [adminEvent(event, 'user.created', id, { roles, status })];
        if (changesAdminRoles([], roles)) {
          events.push(adminEvent(event, 'admin.role_changed', id, { from: [], to: roles }));
        }
        const created = await createAccount(transaction, { id, email, name, roles, status, passwordHash }, events);
        if (!created.ok) {
          throw new Problem(409, 'email_taken', 'There is an account with this e-mail address already.');
        }
        if (passwordHash === null && status === 'active') await inviteToChoosePassword(transaction, id);
        return userAfter(transaction, id, parts);
      });
    },
  );
}

/** Throws Problem 422, and Overloaded. */
async function hashed(
  password: string,
  whose: { readonly email: string; readonly name: string },
  { hasher, settings }: AdminParts,
): Promise<string> {
  const problems = await passwordProblems(password, { ...whose, minLength: settings.passwordMinLength });
  if (problems.length === 0) return hasher.hash(password);
  throw new Problem(422, 'password_refused', 'The password does not meet the policy for passwords.', {
    members: { problems: problems.map(({ because }) => because) },
  });
}
