/** The otpauth URI that authenticator apps read from the QR code (Key Uri Format of Google Authenticator). */
import { generateURI } from 'otplib';

/** Longest issuer and account label in characters; more would make the QR code hard to read. */
const longestIssuer = 64;
const longestLabel = 128;

/** Issuer and label may be anything a person or operator wrote. */
export function totpUri({ issuer, label, seed }: { issuer: string; label: string; seed: string }): string {
  return generateURI({ issuer: plain(issuer, longestIssuer), label: plain(label, longestLabel), secret: seed });
}

/**
 * Without the colon, which divides issuer from label and which no app agrees on how to escape; without controls, direction
 * marks and halves of a character, which would show something else than what is meant or make the URI invalid.
 */
function plain(text: string, longest: number): string {
  const cleaned = text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .replaceAll(':', ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return [...cleaned].slice(0, longest).join('') || 'Countersign';
}
