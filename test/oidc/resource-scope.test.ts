/** Which scopes of a resource a client may be given. */
import { expect, test } from '@jest/globals';
import { scopeForClient } from '../../src/oidc/resource-scope.js';

const api = 'account admin:read admin';

test.each([
  ['a client without registered scopes may ask for any resource', 'read write', undefined, false, false, 'read write'],
  ['and for our API when a person stands behind it', api, undefined, true, false, api],
  ['but never for our API on its own', api, undefined, true, true, ''],
  ['protocol scopes alone say nothing of other resources', 'read write', 'openid email', false, false, 'read write'],
  ['but our API must be named', api, 'openid email', true, false, ''],
  ['a named scope of a resource is the only one', 'read write', 'openid read', false, false, 'read'],
  ['our API named for client credentials', api, 'admin:read', true, true, 'admin:read'],
  ['a scope that the resource has not is not given', 'read', 'openid other', false, true, ''],
])('%s', (_story, scope, registeredScope, isOwnApi, isClientCredentials, expected) => {
  expect(scopeForClient({ scope }, { registeredScope, isOwnApi, isClientCredentials })).toBe(expected);
});
