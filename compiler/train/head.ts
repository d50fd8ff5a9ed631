import { HEAD } from "../../src/core/catalogue/learned.ts";
import { drop, fillNormal } from "./draw.ts";
import { type Matrix, multiply, multiplyNt, multiplyTn, type Workspace } from "./workspace.ts";

/** Floats of workspace that a head in training takes. */
export const headFloats = (features: number, rows: number): number =>
  2 * (features * HEAD.first + HEAD.first + HEAD.first * HEAD.second + 2 * HEAD.second + 1) +
  rows * (features + 4 * HEAD.first + 4 * HEAD.second + 2) +
  2_000;

interface Layer {
  readonly weight: Matrix;
  readonly bias: Matrix;
  readonly weightSlope: Matrix;
  readonly biasSlope: Matrix;
}

/** features -> 128 -> 64 -> 1, relu, dropout while training. */
export class HeadNetwork {
  /** Rows of normalised features go here. */
  readonly input: Matrix;
  /** One number a row. */
  readonly output: Matrix;
  /** Slopes of the output go here before `backward`. */
  readonly slope: Matrix;
  readonly layers: readonly Layer[];
  readonly #workspace: Workspace;
  readonly #first: Matrix;
  readonly #second: Matrix;
  readonly #firstKeep: Matrix;
  readonly #secondKeep: Matrix;
  readonly #firstSlope: Matrix;
  readonly #secondSlope: Matrix;

  constructor(workspace: Workspace, features: number, rows: number, random: () => number) {
    this.#workspace = workspace;
    const { first, second } = HEAD;
    this.layers = [
      layer(workspace, features, first, Math.sqrt(2 / features), random),
      layer(workspace, first, second, Math.sqrt(2 / first), random),
      layer(workspace, second, 1, 0.1 * Math.sqrt(2 / second), random),
    ];
    this.input = workspace.matrix(rows, features);
    this.output = workspace.matrix(rows, 1);
    this.slope = workspace.matrix(rows, 1);
    this.#first = workspace.matrix(rows, first);
    this.#second = workspace.matrix(rows, second);
    this.#firstKeep = workspace.matrix(rows, first);
    this.#secondKeep = workspace.matrix(rows, second);
    this.#firstSlope = workspace.matrix(rows, first);
    this.#secondSlope = workspace.matrix(rows, second);
  }

  forward(rows: number, dropout: number, random: () => number): void {
    const [one, two, three] = this.layers as readonly [Layer, Layer, Layer];
    this.#affine(one, this.input, this.#first, rows);
    relu(this.#first, this.#firstKeep, rows, dropout, random);
    this.#affine(two, this.#first, this.#second, rows);
    relu(this.#second, this.#secondKeep, rows, dropout, random);
    this.#affine(three, this.#second, this.output, rows);
  }

  /** Adds to the slopes of all weights, given those of the output. */
  backward(rows: number): void {
    const [one, two, three] = this.layers as readonly [Layer, Layer, Layer];
    this.#back(three, this.#second, this.slope, rows);
    multiplyNt(this.#workspace, this.slope, three.weight, this.#secondSlope, rows);
    scale(this.#secondSlope, this.#secondKeep, rows);
    this.#back(two, this.#first, this.#secondSlope, rows);
    multiplyNt(this.#workspace, this.#secondSlope, two.weight, this.#firstSlope, rows);
    scale(this.#firstSlope, this.#firstKeep, rows);
    this.#back(one, this.input, this.#firstSlope, rows);
  }

  #affine({ weight, bias }: Layer, input: Matrix, output: Matrix, rows: number): void {
    for (let row = 0; row < rows; row++) output.data.set(bias.data, row * output.columns);
    multiply(this.#workspace, input, weight, output, rows, true);
  }

  #back({ weightSlope, biasSlope }: Layer, input: Matrix, slope: Matrix, rows: number): void {
    multiplyTn(this.#workspace, input, slope, weightSlope, rows, true);
    const { columns, data } = slope;
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) biasSlope.data[column]! += data[row * columns + column]!;
  }
}

function layer(workspace: Workspace, rows: number, columns: number, deviation: number, random: () => number): Layer {
  const weight = workspace.matrix(rows, columns);
  fillNormal(weight.data, deviation, random);
  return {
    weight,
    bias: workspace.matrix(1, columns),
    weightSlope: workspace.matrix(rows, columns),
    biasSlope: workspace.matrix(1, columns),
  };
}

/** Relu and dropout in place; `keep` remembers by what each value was multiplied. */
function relu(values: Matrix, keep: Matrix, rows: number, dropout: number, random: () => number): void {
  const length = rows * values.columns;
  drop(values.data, keep.data, length, dropout, random);
  for (let at = 0; at < length; at++) {
    if (values.data[at]! > 0) continue;
    values.data[at] = 0;
    keep.data[at] = 0;
  }
}

function scale(values: Matrix, factors: Matrix, rows: number): void {
  const length = rows * values.columns;
  for (let at = 0; at < length; at++) values.data[at]! *= factors.data[at]!;
}
