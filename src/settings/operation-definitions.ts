/** Settings of the people who run the server: proxies, logs, limits. */
import { oneOf, type SettingDefinition, textTo } from './setting-definition.js';
import { readTrustProxy } from './trust-proxy.js';

/** By the name of the setting. */
export const operationDefinitions = {
  trustProxy: {
    variable: 'TRUST_PROXY',
    default: 'false',
    meaning:
      'Number of trusted proxies, or a comma list of CIDR ranges; only then is `X-Forwarded-For` read; scheme and host always come from `ISSUER`.',
    example: '1',
    parse: textTo(readTrustProxy),
  },
  logLevel: {
    variable: 'LOG_LEVEL',
    default: 'info',
    meaning: '`fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`.',
    example: 'info',
    parse: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
  },
  logFormat: {
    variable: 'LOG_FORMAT',
    defaultText: '`json` (`pretty` on a terminal)',
    meaning: '`json` or `pretty`.',
    example: 'json',
    parse: oneOf(['json', 'pretty']),
  },
  rateLimit: {
    variable: 'RATE_LIMIT',
    default: 'on',
    meaning:
      'Request rates per source. `off` only for load and conformance runs, and says so loudly at start; attempt budgets and lockout stay.',
    example: 'on',
    parse: oneOf(['on', 'off']),
  },
} as const satisfies Record<string, SettingDefinition<unknown>>;
