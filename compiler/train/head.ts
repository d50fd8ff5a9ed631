import { HEAD } from "../../src/core/catalogue/learned.ts";
import { begun, type Draw, fillNormal, stirred } from "./draw.ts";
import { type Matrix, multiply, multiplyNt, multiplyTn, type Workspace } from "./workspace.ts";

/** Floats of workspace that a head in training takes. */
export const headFloats = (features: number, rows: number): number =>
  2 * (features * HEAD.first + HEAD.first + HEAD.first * HEAD.second + 2 * HEAD.second + 1) +
  rows * (features + 2 * HEAD.first + 2 * HEAD.second + 2) +
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
  readonly #firstSlope: Matrix;
  readonly #secondSlope: Matrix;
  /** Of the last forward pass. */
  #dropout = 0;

  constructor(workspace: Workspace, features: number, rows: number) {
    this.#workspace = workspace;
    const { first, second } = HEAD;
    this.layers = [layer(workspace, features, first), layer(workspace, first, second), layer(workspace, second, 1)];
    this.input = workspace.matrix(rows, features);
    this.output = workspace.matrix(rows, 1);
    this.slope = workspace.matrix(rows, 1);
    this.#first = workspace.matrix(rows, first);
    this.#second = workspace.matrix(rows, second);
    this.#firstSlope = workspace.matrix(rows, first);
    this.#secondSlope = workspace.matrix(rows, second);
  }

  /**
   * Draws the weights to begin from. Those of features that do not vary stay zero and draw nothing: that there is one more of these changes
   * no other weight.
   */
  begin(varying: readonly number[], random: Draw): void {
    const [one, two, three] = this.layers as readonly [Layer, Layer, Layer];
    const { first, second } = HEAD;
    const deviation = Math.sqrt(2 / varying.length);
    for (const feature of varying)
      fillNormal(one.weight.data.subarray(feature * first, (feature + 1) * first), deviation, random);
    fillNormal(two.weight.data, Math.sqrt(2 / first), random);
    fillNormal(three.weight.data, 0.1 * Math.sqrt(2 / second), random);
  }

  forward(rows: number, dropout: number, random: Draw): void {
    const [one, two, three] = this.layers as readonly [Layer, Layer, Layer];
    this.#dropout = dropout;
    this.#affine(one, this.input, this.#first, rows);
    relu(this.#first, rows, dropout, random);
    this.#affine(two, this.#first, this.#second, rows);
    relu(this.#second, rows, dropout, random);
    this.#affine(three, this.#second, this.output, rows);
  }

  /** Adds to the slopes of all weights, given those of the output. */
  backward(rows: number): void {
    const [one, two, three] = this.layers as readonly [Layer, Layer, Layer];
    this.#back(three, this.#second, this.slope, rows);
    multiplyNt(this.#workspace, this.slope, three.weight, this.#secondSlope, rows);
    reluBack(this.#secondSlope, this.#second, rows, this.#dropout);
    this.#back(two, this.#first, this.#secondSlope, rows);
    multiplyNt(this.#workspace, this.#secondSlope, two.weight, this.#firstSlope, rows);
    reluBack(this.#firstSlope, this.#first, rows, this.#dropout);
    this.#back(one, this.input, this.#firstSlope, rows);
  }

  #affine({ weight, bias }: Layer, input: Matrix, output: Matrix, rows: number): void {
    for (let row = 0; row < rows; row++) output.data.set(bias.data, row * output.columns);
    multiply(this.#workspace, input, weight, output, rows, true);
  }

  #back({ weightSlope, biasSlope }: Layer, input: Matrix, slope: Matrix, rows: number): void {
    multiplyTn(this.#workspace, input, slope, weightSlope, rows, true);
    const { columns, data } = slope;
    const { data: into } = biasSlope;
    for (let from = 0; from < rows * columns; from += columns)
      for (let column = 0; column < columns; column++) into[column]! += data[from + column]!;
  }
}

function layer(workspace: Workspace, rows: number, columns: number): Layer {
  return {
    weight: workspace.matrix(rows, columns),
    bias: workspace.matrix(1, columns),
    weightSlope: workspace.matrix(rows, columns),
    biasSlope: workspace.matrix(1, columns),
  };
}

/** Relu and dropout in place: a share becomes zero, the rest is scaled up. No branches: nobody could foretell them. */
function relu(values: Matrix, rows: number, dropout: number, random: Draw): void {
  const { data } = values;
  const length = rows * values.columns;
  const kept = 1 / (1 - dropout);
  const threshold = dropout * 0x1_0000_0000;
  let state = begun(random);
  for (let at = 0; at < length; at++) {
    state = stirred(state);
    data[at] = Math.max(0, data[at]!) * kept * Number(state >>> 0 >= threshold);
  }
}

/** Slopes before relu and dropout from those after: nothing where the output is zero. */
function reluBack(slopes: Matrix, outputs: Matrix, rows: number, dropout: number): void {
  const length = rows * slopes.columns;
  const kept = 1 / (1 - dropout);
  const { data } = slopes;
  const { data: output } = outputs;
  for (let at = 0; at < length; at++) data[at]! *= kept * Number(output[at]! > 0);
}
