/** The token of a link in a mail: the mail's id, and a hash of it that only our key can make. Nothing secret is stored. */
import { timingSafeEqual } from 'node:crypto';
import { isUuid } from '../database/uuid.js';
import type { KeyRing } from '../secrets/key-ring.js';

const purpose = 'mail-link';

/** For the link itself; whether it still works, the mail's row says. */
export function mailLinkToken(keyRing: Pick<KeyRing, 'hash'>, mailId: string): string {
  return `${mailId}.${keyRing.hash(mailId, purpose)}`;
}

/** Id of the mail, or undefined for anything that we did not make. Also reads tokens from before a change of keys. */
export function readMailLink(keyRing: Pick<KeyRing, 'hashCandidates'>, token: string | undefined): string | undefined {
  const [mailId = '', presented = '', ...rest] = (token ?? '').split('.');
  if (rest.length > 0 || !isUuid(mailId)) return undefined;
  const given = Buffer.from(presented);
  const isOurs = keyRing.hashCandidates(mailId, purpose).some((candidate) => {
    const expected = Buffer.from(candidate);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return isOurs ? mailId : undefined;
}
