/** The only reader of system time. Everything else takes `now: Date` or a Clock, so that tests can choose the hour. */
export interface Clock {
  /** The present moment by this machine's clock. */
  now(): Date;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date() };

/** Whole seconds since 1970-01-01T00:00:00Z, the unit of JWT's NumericDate (RFC 7519 section 2). */
export function epochSeconds(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}
