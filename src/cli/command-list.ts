/** Every command there is, in the order of the usage. */
import type { Command } from './command.js';
import { auditExport } from './commands/audit-export.js';
import { auditList } from './commands/audit-list.js';
import { auditVerify } from './commands/audit-verify.js';
import { clientCreate } from './commands/client-create.js';
import { clientDelete } from './commands/client-delete.js';
import { clientList } from './commands/client-list.js';
import { clientRotateSecret } from './commands/client-rotate-secret.js';
import { clientShow } from './commands/client-show.js';
import { clientUpdate } from './commands/client-update.js';
import { config } from './commands/config.js';
import { createAdmin } from './commands/create-admin.js';
import { doctor } from './commands/doctor.js';
import { groupAdd } from './commands/group-add.js';
import { groupCreate } from './commands/group-create.js';
import { groupDelete } from './commands/group-delete.js';
import { groupList } from './commands/group-list.js';
import { groupRemove } from './commands/group-remove.js';
import { groupShow } from './commands/group-show.js';
import { groupUpdate } from './commands/group-update.js';
import { keysList } from './commands/keys-list.js';
import { keysRotateEncryption } from './commands/keys-rotate-encryption.js';
import { keysRotateSigning } from './commands/keys-rotate-signing.js';
import { mfaDisable } from './commands/mfa-disable.js';
import { mfaEnroll } from './commands/mfa-enroll.js';
import { mfaExtendGrace } from './commands/mfa-extend-grace.js';
import { mfaReset } from './commands/mfa-reset.js';
import { mfaRotate } from './commands/mfa-rotate.js';
import { mfaStatus } from './commands/mfa-status.js';
import { migrate } from './commands/migrate.js';
import { policySet } from './commands/policy-set.js';
import { policyShow } from './commands/policy-show.js';
import { policySimulate } from './commands/policy-simulate.js';
import { reportAdoption } from './commands/report-adoption.js';
import { reportCompliance } from './commands/report-compliance.js';
import { resourceCreate } from './commands/resource-create.js';
import { resourceDelete } from './commands/resource-delete.js';
import { resourceList } from './commands/resource-list.js';
import { resourceShow } from './commands/resource-show.js';
import { resourceUpdate } from './commands/resource-update.js';
import { serve } from './commands/serve.js';
import { sessionEnd } from './commands/session-end.js';
import { sessionList } from './commands/session-list.js';
import { token } from './commands/token.js';
import { userActivate } from './commands/user-activate.js';
import { userCreate } from './commands/user-create.js';
import { userDelete } from './commands/user-delete.js';
import { userDisable } from './commands/user-disable.js';
import { userEnable } from './commands/user-enable.js';
import { userImport } from './commands/user-import.js';
import { userInvite } from './commands/user-invite.js';
import { userList } from './commands/user-list.js';
import { userSetPassword } from './commands/user-set-password.js';
import { userShow } from './commands/user-show.js';
import { userUnlock } from './commands/user-unlock.js';
import { userUpdate } from './commands/user-update.js';

export const commands: readonly Command[] = [
  serve,
  migrate,
  createAdmin,
  userCreate,
  userInvite,
  userImport,
  userActivate,
  userList,
  userShow,
  userUpdate,
  userSetPassword,
  userUnlock,
  userDisable,
  userEnable,
  userDelete,
  sessionList,
  sessionEnd,
  mfaStatus,
  mfaDisable,
  mfaReset,
  mfaRotate,
  mfaEnroll,
  mfaExtendGrace,
  clientCreate,
  clientList,
  clientShow,
  clientUpdate,
  clientRotateSecret,
  clientDelete,
  resourceCreate,
  resourceList,
  resourceShow,
  resourceUpdate,
  resourceDelete,
  token,
  keysList,
  keysRotateSigning,
  keysRotateEncryption,
  policyShow,
  policySet,
  groupCreate,
  groupList,
  groupShow,
  groupUpdate,
  groupAdd,
  groupRemove,
  groupDelete,
  policySimulate,
  reportAdoption,
  reportCompliance,
  auditList,
  auditExport,
  auditVerify,
  config,
  doctor,
];
