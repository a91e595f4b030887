/** Finds variables that were meant for us but that we do not know: a misspelt REQUIRE_MFA must not silently require nothing. */
import { editDistance } from './edit-distance.js';
import { settingEntries } from './setting-definitions.js';
import type { SettingProblem } from './setting-problem.js';

const ourPrefixes = ['COUNTERSIGN_', 'MFA_', 'REQUIRE_', 'LOCKOUT_'];
const ourNames: readonly string[] = settingEntries.map(([, { variable }]) => variable);

/** One problem for each variable that has our prefix, or nearly one of our names, and is not ours. */
export function unknownVariables(env: Readonly<Record<string, string | undefined>>): readonly SettingProblem[] {
  const problems: SettingProblem[] = [];
  for (const [variable, text = ''] of Object.entries(env)) {
    if (text.trim() === '' || ourNames.includes(variable) || isFromKubernetes(variable, text)) continue;
    const upper = variable.toUpperCase();
    const isPrefixed = ourPrefixes.some((prefix) => upper.startsWith(prefix));
    const meant = isPrefixed
      ? nearest(upper, (name) => Math.min(3, Math.floor(name.length / 3)))
      : nearest(upper, slipsAllowed);
    if (meant !== undefined) {
      problems.push({ variable, problem: `is not a setting; did you mean ${meant}?`, example: exampleOf(meant) });
    } else if (isPrefixed) {
      problems.push({ variable, problem: 'is not a setting', example: `remove ${variable}` });
    }
  }
  return problems;
}

/** The shorter a name, the more innocent neighbours it has: HOST is two letters away from HOME. */
function slipsAllowed(name: string): number {
  if (name.length < 6) return -1;
  return name.length < 10 ? 1 : 2;
}

function nearest(upper: string, allowed: (name: string) => number): string | undefined {
  const bare = upper.replace(/^COUNTERSIGN_/, '');
  const ranked = ourNames
    .map((name) => ({ name, slips: editDistance(bare, name) }))
    .filter(({ name, slips }) => slips <= allowed(name))
    .sort((a, b) => a.slips - b.slips);
  return ranked[0]?.name;
}

function exampleOf(variable: string): string {
  const definition = settingEntries.find(([, { variable: name }]) => name === variable)?.[1];
  return definition === undefined ? `remove ${variable}` : `${variable}=${definition.example}`;
}

/** Kubernetes puts COUNTERSIGN_SERVICE_HOST, COUNTERSIGN_PORT=tcp://… and the like into every pod beside a service called countersign. */
function isFromKubernetes(variable: string, text: string): boolean {
  return (
    /_SERVICE_(HOST|PORT)(_|$)/.test(variable) ||
    /_PORT_\d+_(TCP|UDP|SCTP)(_|$)/.test(variable) ||
    (variable.endsWith('_PORT') && /^(tcp|udp|sctp):\/\//.test(text))
  );
}
