import fc from "fast-check";
import { expect } from "vitest";
import { RefusedError } from "../../../src/core/protocol/refusal.ts";

/** What comes of bytes that are not what was sent: a value, or the one error. Anything else thrown fails the test. */
export function readOrRefused<T>(read: (bytes: Uint8Array) => T, bytes: Uint8Array): T | RefusedError {
  try {
    return read(bytes);
  } catch (error) {
    if (error instanceof RefusedError) return error;
    throw error;
  }
}

/** Every truncation, a byte too many, and for each of `runs` examples a few bytes changed, cut out or put in. */
export function withstands(example: fc.Arbitrary<Uint8Array>, read: (bytes: Uint8Array) => unknown, runs = 300): void {
  const edit = fc.record({ at: fc.nat(), cut: fc.nat({ max: 3 }), put: fc.uint8Array({ maxLength: 3 }) });
  fc.assert(
    fc.property(example, fc.array(edit, { minLength: 1, maxLength: 4 }), (bytes, edits) => {
      let changed = [...bytes];
      for (const { at, cut, put } of edits) {
        const from = at % (changed.length + 1);
        changed = [...changed.slice(0, from), ...put, ...changed.slice(from + cut)];
      }
      readOrRefused(read, Uint8Array.from(changed));
    }),
    { numRuns: runs },
  );
  fc.assert(
    fc.property(example, (bytes) => {
      for (let length = 0; length < bytes.length; length++)
        expect(readOrRefused(read, bytes.subarray(0, length)), `first ${length} bytes`).toBeInstanceOf(RefusedError);
      expect(readOrRefused(read, Uint8Array.of(...bytes, 0))).toBeInstanceOf(RefusedError);
    }),
    { numRuns: 5 },
  );
}
