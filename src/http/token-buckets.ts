/** Counts requests per key in memory: a bucket that fills up again evenly, so that a short burst passes and a flood does not. */

/** Whether a request may pass; if not, after how many whole seconds the next one may. */
type Taken = { readonly ok: true } | { readonly ok: false; readonly retryAfterSeconds: number };

export interface TokenBuckets {
  /** Takes one from the bucket of `key`, which holds at most one minute's worth. */
  take(key: string, perMinute: number, now: Date): Taken;
  /** Number of keys remembered. */
  readonly size: number;
}

interface Bucket {
  tokens: number;
  /** Milliseconds since the epoch. */
  filledAt: number;
}

/** Keys remembered at most: about 2 MB. The one unused for longest is forgotten, which only ever favours its owner. */
const maxKeys = 10_000;

/** A Map iterates in the order of insertion; taking a key out and putting it back makes it the youngest. */
export function createTokenBuckets(): TokenBuckets {
  const buckets = new Map<string, Bucket>();
  return {
    take(key, perMinute, now) {
      const at = now.getTime();
      const bucket = buckets.get(key) ?? { tokens: perMinute, filledAt: at };
      buckets.delete(key);
      buckets.set(key, bucket);
      forgetOldest(buckets);
      // A clock that was set back adds nothing, and takes nothing away.
      const elapsedMilliseconds = Math.max(0, at - bucket.filledAt);
      bucket.tokens = Math.min(perMinute, bucket.tokens + (elapsedMilliseconds * perMinute) / 60_000);
      bucket.filledAt = at;
      if (bucket.tokens < 1) {
        return { ok: false, retryAfterSeconds: Math.max(1, Math.ceil(((1 - bucket.tokens) * 60) / perMinute)) };
      }
      bucket.tokens -= 1;
      return { ok: true };
    },
    get size() {
      return buckets.size;
    },
  };
}

function forgetOldest(buckets: Map<string, Bucket>): void {
  if (buckets.size <= maxKeys) return;
  const [oldest] = buckets.keys();
  if (oldest !== undefined) buckets.delete(oldest);
}
