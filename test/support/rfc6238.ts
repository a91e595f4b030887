/** An authenticator app of our own, written from RFC 4226 and RFC 6238 alone, so that no library is both the judge and the judged. */
import { createHmac } from 'node:crypto';

/** The six digits that a phone with this base 32 seed shows at that moment. */
export function codeOfPhone(seed: string, at: Date): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at.getTime() / 30_000)));
  const digest = createHmac('sha1', fromBase32(seed)).update(counter).digest();
  const offset = digest.readUInt8(19) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** RFC 4648 section 6, without padding. */
function fromBase32(text: string): Buffer {
  const bits = [...text].map((symbol) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(symbol).toString(2).padStart(5, '0'),
  );
  return Buffer.from(
    bits
      .join('')
      .match(/.{8}/g)
      ?.map((byte) => Number.parseInt(byte, 2)) ?? [],
  );
}
