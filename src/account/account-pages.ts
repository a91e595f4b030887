/** The account pages there are. A new one is a line here. */
import type { AccountPage } from './account-parts.js';
import { activity } from './activity.js';
import { addApp } from './add-app.js';
import { apps } from './apps.js';
import { backupCodes } from './backup-codes.js';
import { disableMfa } from './disable-mfa.js';
import { password } from './password.js';
import { profile } from './profile.js';
import { removeApp } from './remove-app.js';
import { renameApp } from './rename-app.js';
import { security } from './security.js';
import { sessions } from './sessions.js';

export const accountPages: readonly AccountPage[] = [
  profile,
  security,
  addApp,
  renameApp,
  removeApp,
  disableMfa,
  backupCodes,
  password,
  sessions,
  apps,
  activity,
];
