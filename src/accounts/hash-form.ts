/** A password hash taken apart: what it was made with, and so what comparing a password with it costs. */

/** Argon2 and bcrypt keep their text, because their libraries read it themselves. */
export type HashForm =
  | {
      readonly kind: 'argon2';
      readonly text: string;
      /** All that a rehash compares, such as `id.19.19456.2.1.32`. */
      readonly parameters: string;
    }
  | { readonly kind: 'bcrypt'; readonly text: string }
  | {
      readonly kind: 'pbkdf2';
      readonly digest: 'sha1' | 'sha256' | 'sha512';
      readonly iterations: number;
      readonly salt: Buffer;
      readonly key: Buffer;
    }
  | {
      readonly kind: 'scrypt';
      /** CPU and memory cost N, block size r and parallelism p of RFC 7914 section 2. */
      readonly cost: number;
      readonly blockSize: number;
      readonly parallelism: number;
      readonly salt: Buffer;
      readonly key: Buffer;
    };

export type HashReading =
  | { readonly ok: true; readonly form: HashForm }
  /** `unknown_hash`: no form we know, or damaged. `costly_hash`: every sign-in would take too long, or too much memory. */
  | { readonly ok: false; readonly because: 'unknown_hash' | 'costly_hash' };
