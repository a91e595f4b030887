/** Accounts made by administrators. */
import { provisionUser } from '../administration/provision-user.js';
import { type AdminParts, administratorOf, userAfter } from './admin-parts.js';
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
    async (asked) => {
      // Before the password is looked at: that costs time.
      const administrator = administratorOf(asked, parts);
      const { email, name = '', roles = [], password, status = 'active' } = asked.body;
      const user = { email, name, roles, password, status };
      return provisionUser(parts, administrator, user, (transaction, id) => userAfter(transaction, id, parts));
    },
  );
}
