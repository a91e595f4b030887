/** Reads the seed of an authenticator app that another system set up: an otpauth URI, or base 32. Pure, never throws. */
import { seedBytes } from './totp.js';

export type ImportedSeed =
  | {
      readonly ok: true;
      /** As `totp.ts` wants it: base 32 in capitals, without padding. */
      readonly seed: string;
      /** What the app calls the system it was set up with; null when it is not said. */
      readonly issuer: string | null;
    }
  | { readonly ok: false; readonly because: SeedProblem };

/** `other_parameters`: the app shows codes that we do not verify (RFC 6238 with anything but SHA-1, 6 digits, 30 seconds). */
export type SeedProblem = 'no_seed' | 'other_parameters' | 'seed_length';

/** The Key Uri Format of Google Authenticator, or the seed alone. */
export function readImportedSeed(text: string): ImportedSeed {
  return /^otpauth:/i.test(text.trim()) ? readUri(text.trim()) : readSeed(text, null);
}

function readUri(text: string): ImportedSeed {
  const uri = URL.canParse(text) ? new URL(text) : undefined;
  const secrets = uri?.searchParams.getAll('secret') ?? [];
  const [secret, ...more] = secrets;
  if (uri === undefined || secret === undefined || more.length > 0) return { ok: false, because: 'no_seed' };
  const isOurs =
    uri.host.toLowerCase() === 'totp' &&
    says(uri, 'algorithm', ['SHA1', 'SHA-1', 'HMACSHA1']) &&
    says(uri, 'digits', ['6']) &&
    says(uri, 'period', ['30']) &&
    says(uri, 'encoder', []);
  return isOurs ? readSeed(secret, issuerOf(uri)) : { ok: false, because: 'other_parameters' };
}

/** Every time it is said, if at all. */
function says(uri: URL, name: string, wanted: readonly string[]): boolean {
  return uri.searchParams.getAll(name).every((value) => wanted.includes(value.toUpperCase()));
}

/** From its parameter, else from before the colon of the label. */
function issuerOf(uri: URL): string | null {
  const label = /^\/?([^:]*?)(?::|%3A)/i.exec(uri.pathname)?.[1] ?? '';
  const issuer = uri.searchParams.get('issuer') ?? decoded(label);
  return issuer.trim() === '' ? null : issuer;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 section 6, as people write it: in groups, in small letters, with padding or without. */
function readSeed(text: string, issuer: string | null): ImportedSeed {
  const symbols = text.replace(/[\s-]/g, '').toUpperCase().replace(/=+$/, '');
  if (symbols.length > 256 || !/^[A-Z2-7]+$/.test(symbols)) return { ok: false, because: 'no_seed' };
  const bits = symbols.length * 5;
  const spare = bits % 8;
  // One, three or six symbols over make no whole byte.
  if (spare >= 5) return { ok: false, because: 'no_seed' };
  const bytes = (bits - spare) / 8;
  if (bytes < seedBytes.fewest || bytes > seedBytes.most) return { ok: false, because: 'seed_length' };
  // Bits beyond the last byte mean nothing, and must be zero for whoever decodes strictly.
  const last = alphabet.charAt((alphabet.indexOf(symbols.slice(-1)) >> spare) << spare);
  return { ok: true, seed: `${symbols.slice(0, -1)}${last}`, issuer };
}
