import fc from "fast-check";
import { expect, test } from "vitest";
import { NODE_TEXT } from "../../../compiler/platform.ts";
import { aliasHash } from "../../../src/core/catalogue/alias-hash.ts";
import { aliasKey } from "../../../src/core/catalogue/alias-key.ts";
import { type Aliases, aliasHashes, decodeAliases, encodeAliases } from "../../../src/core/catalogue/aliases.ts";

const names = fc.string({ unit: fc.constantFrom(..."abcß鞋12/_-"), minLength: 1, maxLength: 4 });
const shops = fc.uniqueArray(names, { selector: aliasKey, minLength: 1, maxLength: 8 }).chain((ids) =>
  fc.record({
    ids: fc.constant(ids),
    aliases: fc.array(fc.array(names, { maxLength: 4 }), { minLength: ids.length, maxLength: ids.length }),
  }),
);

function packed(ids: readonly string[], aliases: readonly (readonly string[])[]): Aliases {
  return decodeAliases(encodeAliases(ids, aliasHashes(ids, aliases).rows, NODE_TEXT), NODE_TEXT, ids.length);
}

test("every id means its own product, and every other name the only product that has it", () => {
  fc.assert(
    fc.property(shops, ({ ids, aliases }) => {
      const decoded = packed(ids, aliases);
      ids.forEach((id, row) => {
        expect(decoded.resolve(id)).toBe(row);
        expect(decoded.ids.at(row)).toBe(id);
      });
      const isId = new Set(ids.map(aliasKey));
      for (const name of aliases.flat().filter((one) => !isId.has(aliasKey(one)))) {
        const isOwner = (row: number): boolean => aliases[row]!.some((other) => aliasKey(other) === aliasKey(name));
        const [first, ...others] = [...ids.keys()].filter(isOwner);
        expect(decoded.resolve(name)).toBe(others.length === 0 ? first : undefined);
      }
    }),
  );
});

test("names that two products share are told", () => {
  const { rows, clashes } = aliasHashes(["a", "b", "c"], [["x", "own"], ["x"], ["a"]]);
  expect(clashes.toSorted()).toEqual(["a", "x"]);
  expect(rows.map((row) => row.length)).toEqual([1, 0, 0]);
  expect(aliasHashes(["012345678905", "12345678905"], [[], []]).clashes).toEqual(["12345678905"]);
});

test("a hash is a whole number of 48 bits, and 200,000 names get as many", () => {
  const hashes = new Set<number>();
  for (let n = 0; n < 200_000; n++) hashes.add(aliasHash(`SKU-${n}`));
  expect(hashes.size).toBe(200_000);
  for (const hash of [...hashes].slice(0, 100)) {
    expect(Number.isSafeInteger(hash)).toBe(true);
    expect(hash).toBeLessThan(2 ** 48);
  }
});
