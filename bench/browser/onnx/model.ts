import { bytes, concat, type Field, float, message, text, whole } from "./proto.ts";

/** The numbers of onnx.proto3, as far as they are used here. */
const FLOAT = 1;
const INT64 = 7;
const IR_VERSION = 8;
/** The first with LayerNormalization. */
const OPERATORS = 17;

type Attribute = number | readonly number[] | { readonly float: number };

/** Operators in the order they are computed; an output is named after its node. Shapes are fixed. */
export class OnnxGraph {
  readonly #nodes: Field[] = [];
  readonly #constants: Field[] = [];
  #named = 0;

  constant(values: Float32Array, shape: readonly number[]): string {
    return this.#tensor(FLOAT, new Uint8Array(values.buffer, values.byteOffset, values.byteLength), shape);
  }

  /** Shapes and places, which ONNX takes as tensors. */
  wholes(values: readonly number[]): string {
    return this.#tensor(INT64, new Uint8Array(BigInt64Array.from(values, BigInt).buffer), [values.length]);
  }

  #tensor(type: number, raw: Uint8Array, shape: readonly number[]): string {
    const name = this.#name();
    const dims = shape.map((dim) => whole(1, dim));
    this.#constants.push(message(5, [...dims, whole(2, type), text(8, name), bytes(9, raw)]));
    return name;
  }

  node(operator: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    return this.nodes(operator, inputs, 1, attributes)[0]!;
  }

  /** Of several outputs. */
  nodes(
    operator: string,
    inputs: readonly string[],
    count: number,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string[] {
    const outputs = Array.from({ length: count }, () => this.#name());
    this.#nodes.push(
      message(1, [
        ...inputs.map((name) => text(1, name)),
        ...outputs.map((name) => text(2, name)),
        text(4, operator),
        ...Object.entries(attributes).map(([name, value]) => attribute(name, value)),
      ]),
    );
    return outputs;
  }

  /** The bytes of a model with one input and one output of float32. */
  model(input: readonly [string, readonly number[]], output: readonly [string, readonly number[]]): Uint8Array {
    const graph = [
      ...this.#nodes,
      text(2, "graph"),
      ...this.#constants,
      message(11, valueInfo(...input)),
      message(12, valueInfo(...output)),
    ];
    return concat([whole(1, IR_VERSION), message(7, graph), message(8, [text(1, ""), whole(2, OPERATORS)])]);
  }

  #name(): string {
    return `t${this.#named++}`;
  }
}

function attribute(name: string, value: Attribute): Field {
  if (typeof value === "number") return message(5, [text(1, name), whole(3, value), whole(20, 2)]);
  if ("float" in value) return message(5, [text(1, name), float(2, value.float), whole(20, 1)]);
  return message(5, [text(1, name), ...value.map((one) => whole(8, one)), whole(20, 7)]);
}

function valueInfo(name: string, shape: readonly number[]): Field[] {
  const dims = shape.map((dim) => message(1, [whole(1, dim)]));
  return [text(1, name), message(2, [message(1, [whole(1, FLOAT), message(2, dims)])])];
}
