/** What the server runs with, for `countersign config`: every setting, its value and where it came from; secrets masked. */
import type { SettingSources } from './load-settings.js';
import { inMemory } from './server-definitions.js';
import { type SettingVariable, settingEntries } from './setting-definitions.js';
import type { Settings } from './settings.js';

/** One line of `countersign config`. */
export interface EffectiveSetting {
  readonly variable: SettingVariable;
  /** As one would write it in the environment; null when the setting is absent. */
  readonly value: string | null;
  readonly source: 'default' | 'environment' | '.env file' | 'generated';
}

/** In the order of the README. `sources` is what `loadSettings` found. */
export function effectiveSettings(settings: Settings, sources: SettingSources = {}): readonly EffectiveSetting[] {
  return settingEntries.map(([name, definition]) => {
    const { variable, secret } = definition;
    const value: unknown = settings[name];
    // MFA_POLICY=required is what turns REQUIRE_MFA on, unless somebody wrote that too.
    const decider = name === 'requireMfa' && settings.requireMfa ? sources.MFA_POLICY : undefined;
    const source = sources[variable] ?? decider ?? 'default';
    if (value === undefined) return { variable, value: null, source };
    if (secret && Array.isArray(value) && value.length === 0) {
      const place = settings.dataDir === inMemory ? '(in memory)' : `(in ${settings.dataDir})`;
      return { variable, value: place, source: 'generated' };
    }
    if (secret) return { variable, value: definition.masked?.(value) ?? '********', source };
    return { variable, value: Array.isArray(value) ? value.join(',') : String(value), source };
  });
}
