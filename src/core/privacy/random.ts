declare const kind: unique symbol;
type Fill = (bytes: Uint8Array<ArrayBuffer>) => void;

/** Fills bytes with the platform's cryptographic randomness. */
export type SecureRandom = Fill & { readonly [kind]: "secure" };

/** Fills bytes from a seed, the same each time. Only lab and tests make it (test/architecture.test.ts): noise that can be drawn again hides nothing. */
export type SeededRandom = Fill & { readonly [kind]: "seeded" };

/** What rounding, noise and shares are drawn from. */
export type RandomBytes = SecureRandom | SeededRandom;

/** The most that crypto.getRandomValues fills at once. */
const QUOTA_BYTES = 65_536;

/**
 * The one place where a function becomes secure randomness: hand it the platform's own, `(bytes) => crypto.getRandomValues(bytes)`, and
 * nothing else.
 */
export function secureRandom(getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => unknown): SecureRandom {
  const fill: Fill = (bytes) => {
    for (let at = 0; at < bytes.length; at += QUOTA_BYTES) getRandomValues(bytes.subarray(at, at + QUOTA_BYTES));
  };
  // The cast: the brand is in the type only.
  return fill as SecureRandom;
}
