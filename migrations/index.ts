/** Every migration by name, in the order they are applied. A new one is a file and a line here. */
import * as initial from './0001-initial.js';
import * as people from './0002-people.js';
import * as keys from './0003-keys.js';
import * as administration from './0004-administration.js';
import * as clients from './0005-clients.js';
import * as auditChain from './0006-audit-chain.js';
import * as policy from './0007-policy.js';
import * as adoption from './0008-adoption.js';
import * as clientsUse from './0009-clients-use.js';
import * as adminJob from './0010-admin-job.js';

/** Names sort in the order of application; a name that was released never changes. */
export const migrations = {
  '0001-initial': initial,
  '0002-people': people,
  '0003-keys': keys,
  '0004-administration': administration,
  '0005-clients': clients,
  '0006-audit-chain': auditChain,
  '0007-policy': policy,
  '0008-adoption': adoption,
  '0009-clients-use': clientsUse,
  '0010-admin-job': adminJob,
};
