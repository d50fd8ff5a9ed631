import { expect, test } from "vitest";
import { ENCODER, ENCODER_ARRAYS, quantised } from "../../../src/core/catalogue/learned.ts";
import { encode, prepareEncoder, userVector } from "../../../src/core/rank/encoder.ts";
import type { Token } from "../../../src/core/rank/marks.ts";
import { type Product, plainProduct } from "../../../src/core/rank/product.ts";
import { createGemm } from "../../../workers/kernels/gemm/gemm.ts";
import { createProduct } from "../../../workers/kernels/gemm/product.ts";

const PRODUCTS = 40;
const noise = (length: number): Float32Array =>
  Float32Array.from({ length }, (_, at) => Math.sin(12.9898 * (at + 1)) * 0.3);
const encoder = {
  ...quantised(noise(PRODUCTS * ENCODER.width)),
  arrays: ENCODER_ARRAYS.map((length) => noise(length)),
};
const stay = (at: number): Token => ({ item: (at * 7) % PRODUCTS, marks: at % 3 === 0 ? [] : [at % 2] });
const stays = (count: number): Token[] => Array.from({ length: count }, (_, at) => stay(at));

test.each<[string, Product]>([
  ["plain typed arrays", plainProduct],
  ["WASM SIMD", createProduct(createGemm())],
])("a history that grew reads as if it were read at once, to the last bit: %s", (_, product) => {
  const { read } = prepareEncoder(encoder);
  for (let count = 1; count <= ENCODER.positions; count++)
    expect(read(stays(count), product), `${count} stays`).toEqual(userVector(encoder, stays(count), product));
});

test("a history that changed is read anew from there on", () => {
  const { read } = prepareEncoder(encoder);
  const whole = stays(20);
  const changes: Token[][] = [
    whole.with(-1, { ...whole.at(-1)!, marks: [2] }),
    whole.with(4, { ...whole[4]!, item: 1 }),
    whole.with(0, { ...whole[0]!, marks: [0] }),
    whole.slice(3),
    whole.slice(0, 9),
    whole,
    whole,
  ];
  for (const history of changes) {
    read(whole, plainProduct);
    expect(read(history, plainProduct)).toEqual(userVector(encoder, history, plainProduct));
  }
});

test("of a history that grew, one token alone is multiplied", () => {
  const { read } = prepareEncoder(encoder);
  const rows: number[] = [];
  const counted: Product = (input, count, ...layers) => {
    rows.push(count);
    return plainProduct(input, count, ...layers);
  };
  read(stays(30), plainProduct);
  read(stays(31), counted);
  expect(new Set(rows)).toEqual(new Set([1]));
});

test("of a long history the last 41 to 50 stays are read, the window moving on by ten at once", () => {
  const scoresAt = (history: readonly Token[]): number[] => {
    const { scoreOf } = encode(prepareEncoder(encoder), history);
    return Array.from({ length: PRODUCTS }, (_, item) => scoreOf(item));
  };
  expect(scoresAt(stays(60))).toEqual(scoresAt(stays(60).slice(10)));
  expect(scoresAt(stays(61))).toEqual(scoresAt(stays(61).slice(20)));
  expect(scoresAt(stays(69))).toEqual(scoresAt(stays(69).slice(20)));
});
