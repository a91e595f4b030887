/** What can be said of the settings alone. `readSettings` has refused what is wrong; here is what may be unwise. Pure. */
import type { Settings } from '../settings/settings.js';
import { type Check, ok, warning } from './check.js';

export function settingsChecks(settings: Settings): readonly Check[] {
  return [issuerCheck(settings), cookieCheck(settings), proxyCheck(settings), rateCheck(settings)];
}

function issuerCheck({ issuer }: Settings): Check {
  return isSecure(issuer)
    ? ok('issuer', `${issuer} is https.`)
    : warning('issuer', `${issuer} can be reached from this machine only. Set ISSUER to the public https:// address.`);
}

function cookieCheck({ issuer }: Settings): Check {
  return isSecure(issuer)
    ? ok('cookies', 'Cookies are Secure, and the session is bound to this host by its name.')
    : ok('cookies', 'Cookies are not Secure, because the issuer is plain http on this machine.');
}

/** The server itself speaks plain http, so an https issuer means that a proxy stands in front. */
function proxyCheck({ issuer, host, trustProxy }: Settings): Check {
  if (trustProxy === false) {
    if (!isSecure(issuer)) return ok('proxy', 'No proxy is trusted; X-Forwarded-For is not read.');
    const message =
      "The issuer is https, so a proxy stands in front, and TRUST_PROXY is false: everybody's address is the proxy's, so one person's wrong passwords lock out others. Set TRUST_PROXY=1 (the number of proxies).";
    return warning('proxy', message);
  }
  const who = typeof trustProxy === 'number' ? `the last ${trustProxy}` : trustProxy.join(', ');
  if (typeof trustProxy === 'number' && !isLoopbackHost(host)) {
    const message = `X-Forwarded-For of ${who} is read, and HOST=${host} can be reached past the proxy. See that only the proxy can connect, or name its address in TRUST_PROXY.`;
    return warning('proxy', message);
  }
  return ok('proxy', `X-Forwarded-For is read from: ${who}.`);
}

function rateCheck({ rateLimit }: Settings): Check {
  return rateLimit === 'on'
    ? ok('rate_limit', 'Request rates are limited per source.')
    : warning('rate_limit', 'RATE_LIMIT=off is for load and conformance runs. Remove it in production.');
}

function isSecure(issuer: string): boolean {
  return new URL(issuer).protocol === 'https:';
}

function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
