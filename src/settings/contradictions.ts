/** Rules between variables. Each variable may be right alone and still not go with another. */
import type { ParsedSettings, SettingVariable } from './setting-definitions.js';
import { settingDefinitions } from './setting-definitions.js';
import type { SettingProblem } from './setting-problem.js';

/** `parsed` lacks what could not be read; `isGiven` tells a value that somebody wrote from a default. */
export function contradictions(
  parsed: Partial<ParsedSettings>,
  isGiven: (variable: SettingVariable) => boolean,
): readonly SettingProblem[] {
  const problems: SettingProblem[] = [];
  const { mfaPolicy, requireMfa } = parsed;
  const isRequired = mfaPolicy === 'required';
  if (mfaPolicy && requireMfa !== undefined && isGiven('REQUIRE_MFA') && isRequired !== requireMfa) {
    problems.push({
      variable: 'MFA_POLICY',
      problem: `is ${mfaPolicy}, which contradicts REQUIRE_MFA=${requireMfa}; keep one of the two`,
      example: requireMfa ? 'MFA_POLICY=required' : 'MFA_POLICY=optional',
    });
  }
  const { auditWebhookUrl: url, auditWebhookSecret: secret } = settingDefinitions;
  for (const [one, other] of [
    [url, secret],
    [secret, url],
  ] as const) {
    if (!isGiven(one.variable) || isGiven(other.variable)) continue;
    const problem = `is required with ${one.variable}`;
    problems.push({ variable: other.variable, problem, example: `${other.variable}=${other.example}` });
  }
  if (isGiven('DATABASE_URL')) {
    for (const { variable, example } of [settingDefinitions.encryptionKeys, settingDefinitions.cookieKeys]) {
      if (isGiven(variable)) continue;
      // Generated keys lie in one machine's DATA_DIR; a second node on the same database could read nothing.
      problems.push({ variable, problem: 'is required with DATABASE_URL', example: `${variable}=${example}` });
    }
  }
  return problems;
}
