/** All variables, one definition each, in the order of the README. */
import type { z } from 'zod';
import { auditDefinitions } from './audit-definitions.js';
import { mailDefinitions } from './mail-definitions.js';
import { mfaDefinitions } from './mfa-definitions.js';
import { operationDefinitions } from './operation-definitions.js';
import { serverDefinitions } from './server-definitions.js';
import type { SettingDefinition } from './setting-definition.js';
import { signInDefinitions } from './sign-in-definitions.js';

/** By the name of the setting. Start-up, `countersign config` and the README's table all read this. */
export const settingDefinitions = {
  ...serverDefinitions,
  ...mfaDefinitions,
  ...signInDefinitions,
  ...mailDefinitions,
  ...auditDefinitions,
  ...operationDefinitions,
} as const;

type Definitions = typeof settingDefinitions;
/** The name of a setting in our code, such as `requireMfa`. */
export type SettingName = keyof Definitions;
/** The name of a setting in the environment, such as `REQUIRE_MFA`. */
export type SettingVariable = Definitions[SettingName]['variable'];

/** What the definitions read: a setting without a default may be undefined. */
export type ParsedSettings = {
  readonly [Name in SettingName]:
    | z.output<Definitions[Name]['parse']>
    | (Definitions[Name] extends { default: string } ? never : undefined);
};

/** Every setting with its definition, for loops that treat all alike. */
export const settingEntries = Object.entries(settingDefinitions) as unknown as readonly (readonly [
  SettingName,
  SettingDefinition<unknown> & { readonly variable: SettingVariable },
])[];
