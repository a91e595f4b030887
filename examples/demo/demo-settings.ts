/** The settings of the demo. Nothing of the environment is read, so that the demo is the same on every machine. */

import { settingProblemsText } from '../../src/settings/setting-problem.js';
import { readSettings, type Settings } from '../../src/settings/settings.js';

/** What authenticator apps show for the demo. */
export const demoMfaIssuer = 'Countersign demo';

/** `dataDir`: a folder, or `memory://`. */
export function demoSettings({ port, dataDir }: { readonly port: number; readonly dataDir: string }): Settings {
  const reading = readSettings({
    ISSUER: `http://localhost:${port}`,
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: dataDir,
    MFA_ISSUER: demoMfaIssuer,
    REQUIRE_ADMIN_MFA: 'true',
    MFA_GRACE_PERIOD_DAYS: '7',
    SIGN_UP: 'open',
    LOG_LEVEL: 'warn',
  });
  if (!reading.ok) throw new Error(settingProblemsText(reading.problems));
  return reading.settings;
}
