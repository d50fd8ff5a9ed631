import { type Reader, unzigzag, type Writer, zigzag } from "../bytes.ts";
import { eachRow, type Steps } from "../steps.ts";
import { readEnds } from "./columns.ts";

/** The kinds of neighbourhood between products, in the order of their codes in the pack. */
export const CHANNEL_NAMES: readonly ["text", "attributes", "followedBy", "boughtWith"] = [
  "text",
  "attributes",
  "followedBy",
  "boughtWith",
];
export type ChannelName = (typeof CHANNEL_NAMES)[number];

/** Edges from every product to its strongest neighbours, as compressed sparse rows. */
export interface Graph {
  /** Row `i` is `offsets[i]` to `offsets[i + 1]`; length products + 1. */
  readonly offsets: Uint32Array;
  readonly targets: Uint32Array;
  /** Companded: the weight is `unit * WEIGHT_OF[code]`. 1 to 255. */
  readonly codes: Uint8Array;
}

export interface Channel {
  readonly name: ChannelName;
  /** Weight of code 255: the channel's strongest edge. */
  readonly unit: number;
  readonly forward: Graph;
}

/** Square companding: fine steps where weights are small, as most are. WEIGHT_OF[255] = 1. */
export const WEIGHT_OF: Float32Array = /* @__PURE__ */ Float32Array.from(
  { length: 256 },
  (_, code) => (code / 255) ** 2,
);

/** The code for `share` of the channel's strongest edge, rounded to the nearest on the scale of roots; at least 1, since 0 is no edge. */
export function weightCode(share: number): number {
  return Math.max(1, Math.min(255, Math.round(255 * Math.sqrt(Math.max(0, share)))));
}

/** Three columns: degrees, targets (first relative to the row, then gaps; ascending), codes. */
export function writeGraph(writer: Writer, graph: Graph): void {
  const { offsets, targets, codes } = graph;
  const products = offsets.length - 1;
  for (let row = 0; row < products; row++) writer.varint(offsets[row + 1]! - offsets[row]!);
  for (let row = 0; row < products; row++) {
    let previous = -1;
    for (let edge = offsets[row]!; edge < offsets[row + 1]!; edge++) {
      const target = targets[edge]!;
      writer.varint(previous < 0 ? zigzag(target - row) : target - previous - 1);
      previous = target;
    }
  }
  writer.raw(codes);
}

/** Refuses targets outside the catalogue, edges to oneself, and rows that are not ascending. */
export function* readGraph(reader: Reader, products: number): Steps<Graph> {
  const offsets = yield* readEnds(reader, products, 255);
  const edges = offsets[products]!;
  if (edges * 2 > reader.left) throw reader.error(`promises ${edges} edges and holds fewer`);
  const targets = new Uint32Array(edges);
  yield* eachRow(products, (row) => {
    let previous = -1;
    for (let edge = offsets[row]!; edge < offsets[row + 1]!; edge++) {
      const value = reader.varint(2 * products);
      const target = previous < 0 ? row + unzigzag(value) : previous + 1 + value;
      if (target < 0 || target >= products || target === row)
        throw reader.error(`has an edge from ${row} to ${target}`);
      targets[edge] = previous = target;
    }
  });
  return { offsets, targets, codes: reader.raw(edges) };
}

/** The same edges seen from their targets. */
export function* reverseGraph({ offsets, targets, codes }: Graph): Steps<Graph> {
  const products = offsets.length - 1;
  /** Where each row's next edge goes: its end once all are there, which is where the next row begins. */
  const ends = new Uint32Array(products + 2);
  yield* eachRow(products, (row) => {
    for (let edge = offsets[row]!; edge < offsets[row + 1]!; edge++) ends[targets[edge]! + 2]!++;
  });
  for (let row = 0; row < products; row++) ends[row + 1]! += ends[row]!;
  const reversed = new Uint32Array(targets.length);
  const itsCodes = new Uint8Array(targets.length);
  yield* eachRow(products, (row) => {
    for (let edge = offsets[row]!; edge < offsets[row + 1]!; edge++) {
      const at = ends[targets[edge]! + 1]!++;
      reversed[at] = row;
      itsCodes[at] = codes[edge]!;
    }
  });
  return { offsets: ends.subarray(0, products + 1), targets: reversed, codes: itsCodes };
}
