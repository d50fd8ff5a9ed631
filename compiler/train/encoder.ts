import { ENCODER } from "../../src/core/catalogue/learned.ts";
import type { Token } from "../../src/core/rank/marks.ts";
import { drop, fillNormal } from "./draw.ts";
import { type Matrix, multiply, multiplyNt, multiplyTn, type Workspace } from "./workspace.ts";

/** Floats of workspace that an encoder takes. */
export function encoderFloats(products: number, maxTokens: number): number {
  const { width, hidden, blocks, positions, kinds, gaps } = ENCODER;
  const perToken = blocks * (16 * width + hidden + 8) + 8 * width + hidden;
  return (
    2 * (products + positions + kinds + gaps) * width +
    maxTokens * perToken +
    blocks * 2 * (4 * width + 2 * hidden + 16) * width +
    10_000
  );
}

/** Sequences one after the other, without padding: sequence `s` is `offsets[s]` to `offsets[s + 1]`. */
export interface Batch {
  readonly tokens: readonly Token[];
  readonly offsets: Uint32Array;
}

interface Parameter {
  readonly weights: Matrix;
  readonly gradient: Matrix;
}

interface Block {
  readonly norm1: Norm;
  readonly qkv: Linear;
  readonly out: Linear;
  readonly norm2: Norm;
  readonly up: Linear;
  readonly down: Linear;
  // What the backward pass needs, for every token.
  readonly drop1: Matrix;
  readonly drop2: Matrix;
  readonly middle: Matrix;
}

interface Norm {
  readonly gain: Parameter;
  readonly bias: Parameter;
  readonly hat: Matrix;
  readonly inverse: Matrix;
  readonly output: Matrix;
}

interface Linear {
  readonly weight: Parameter;
  readonly bias: Parameter;
  readonly output: Matrix;
}

/**
 * Causal self-attention over the last products (Kang and McAuley, SASRec, 2018; blocks normalised first, as Xiong et al., 2020):
 * token = item vector + position vector + vectors of its marks, which begin at zero; blocks of attention and a relu layer; the last token's output is the user vector,
 * and a product's score its dot product with the item vector (tied).
 */
export class Encoder {
  readonly items: Parameter;
  readonly positions: Parameter;
  readonly marks: Parameter;
  readonly parameters: Parameter[] = [];
  readonly user: Norm;
  readonly #blocks: readonly Block[];
  readonly #workspace: Workspace;
  readonly #x: Matrix;
  readonly #dx: Matrix;
  readonly #da: Matrix;
  readonly #dwide: Matrix;
  readonly #context: readonly Matrix[];
  readonly #attention: readonly Float32Array[];
  readonly #keepInput: Matrix;
  readonly #dots: Float64Array = new Float64Array(ENCODER.positions);
  #batch: Batch = { tokens: [], offsets: new Uint32Array(1) };

  constructor(workspace: Workspace, products: number, maxTokens: number, random: () => number) {
    const { width, hidden, blocks, positions, kinds, gaps } = ENCODER;
    this.#workspace = workspace;
    this.items = this.#parameter(products, width);
    this.positions = this.#parameter(positions, width);
    fillNormal(this.positions.weights.data, 0.02, random);
    this.marks = this.#parameter(kinds + gaps, width);
    const token = (columns: number): Matrix => this.#workspace.matrix(maxTokens, columns);
    this.#x = token(width);
    this.#dx = token(width);
    this.#da = token(width);
    this.#dwide = token(Math.max(3 * width, hidden));
    this.#keepInput = token(width);
    this.#blocks = Array.from({ length: blocks }, () => ({
      norm1: this.#norm(maxTokens),
      qkv: this.#linear(width, 3 * width, maxTokens, random),
      out: this.#linear(width, width, maxTokens, random),
      norm2: this.#norm(maxTokens),
      up: this.#linear(width, hidden, maxTokens, random),
      down: this.#linear(hidden, width, maxTokens, random),
      drop1: token(width),
      drop2: token(width),
      middle: token(width),
    }));
    this.#context = this.#blocks.map(() => token(width));
    this.#attention = this.#blocks.map(() => new Float32Array(maxTokens * ENCODER.heads * positions));
    this.user = this.#norm(maxTokens);
  }

  /** User vectors of every prefix: row `t` of `user.output` belongs to token `t`. `dropout` 0 when not training. */
  forward(batch: Batch, dropout: number, random: () => number): void {
    this.#batch = batch;
    const { width } = ENCODER;
    const tokens = batch.tokens.length;
    const x = this.#x.data;
    const marked = this.marks.weights.data;
    for (let s = 0; s + 1 < batch.offsets.length; s++) {
      const from = batch.offsets[s]!;
      for (let t = from; t < batch.offsets[s + 1]!; t++) {
        const { item, marks } = batch.tokens[t]!;
        const position = (t - from) * width;
        for (let d = 0; d < width; d++)
          x[t * width + d] = this.items.weights.data[item * width + d]! + this.positions.weights.data[position + d]!;
        for (const mark of marks) for (let d = 0; d < width; d++) x[t * width + d]! += marked[mark * width + d]!;
      }
    }
    drop(x, this.#keepInput.data, tokens * width, dropout, random);
    this.#blocks.forEach((block, b) => {
      normalise(block.norm1, this.#x, tokens);
      this.#apply(block.qkv, block.norm1.output, tokens);
      this.#attend(b, tokens);
      this.#apply(block.out, this.#context[b]!, tokens);
      const out = block.out.output.data;
      drop(out, block.drop1.data, tokens * width, dropout, random);
      for (let at = 0; at < tokens * width; at++) x[at]! += out[at]!;
      normalise(block.norm2, this.#x, tokens);
      this.#apply(block.up, block.norm2.output, tokens);
      const up = block.up.output.data;
      for (let at = 0; at < tokens * ENCODER.hidden; at++) if (up[at]! < 0) up[at] = 0;
      this.#apply(block.down, block.up.output, tokens);
      const down = block.down.output.data;
      drop(down, block.drop2.data, tokens * width, dropout, random);
      for (let at = 0; at < tokens * width; at++) x[at]! += down[at]!;
    });
    normalise(this.user, this.#x, tokens);
  }

  /** Adds to the gradients of everything but the tied outputs, given those of the user vectors, which are overwritten. */
  backward(slope: Matrix): void {
    const { width, hidden } = ENCODER;
    const { offsets } = this.#batch;
    const tokens = this.#batch.tokens.length;
    const dx = this.#dx;
    dx.data.fill(0, 0, tokens * width);
    normaliseBack(this.user, slope, dx, tokens);
    for (let b = this.#blocks.length - 1; b >= 0; b--) {
      const block = this.#blocks[b]!;
      const da = this.#da;
      const wide = this.#dwide;
      times(dx.data, block.drop2.data, da.data, tokens * width);
      this.#applyBack(block.down, block.up.output, da, tokens, { ...wide, columns: hidden });
      const up = block.up.output.data;
      for (let at = 0; at < tokens * hidden; at++) if (up[at]! <= 0) wide.data[at] = 0;
      this.#applyBack(block.up, block.norm2.output, { ...wide, columns: hidden }, tokens, da);
      normaliseBack(block.norm2, da, dx, tokens);
      times(dx.data, block.drop1.data, da.data, tokens * width);
      const dcontext = block.middle;
      this.#applyBack(block.out, this.#context[b]!, da, tokens, dcontext);
      this.#attendBack(b, tokens, dcontext, wide);
      this.#applyBack(block.qkv, block.norm1.output, { ...wide, columns: 3 * width }, tokens, da);
      normaliseBack(block.norm1, da, dx, tokens);
    }
    const keep = this.#keepInput.data;
    const into = this.items.gradient.data;
    const places = this.positions.gradient.data;
    const marked = this.marks.gradient.data;
    for (let s = 0; s + 1 < offsets.length; s++) {
      const from = offsets[s]!;
      for (let t = from; t < offsets[s + 1]!; t++) {
        const { item, marks } = this.#batch.tokens[t]!;
        for (let d = 0; d < width; d++) {
          const amount = dx.data[t * width + d]! * keep[t * width + d]!;
          into[item * width + d]! += amount;
          places[(t - from) * width + d]! += amount;
          for (const mark of marks) marked[mark * width + d]! += amount;
        }
      }
    }
  }

  #parameter(rows: number, columns: number): Parameter {
    const parameter = {
      weights: this.#workspace.matrix(rows, columns),
      gradient: this.#workspace.matrix(rows, columns),
    };
    this.parameters.push(parameter);
    return parameter;
  }

  #linear(rows: number, columns: number, maxTokens: number, random: () => number): Linear {
    const weight = this.#parameter(rows, columns);
    fillNormal(weight.weights.data, Math.sqrt(2 / (rows + columns)), random);
    return { weight, bias: this.#parameter(1, columns), output: this.#workspace.matrix(maxTokens, columns) };
  }

  #norm(maxTokens: number): Norm {
    const gain = this.#parameter(1, ENCODER.width);
    gain.weights.data.fill(1);
    return {
      gain,
      bias: this.#parameter(1, ENCODER.width),
      hat: this.#workspace.matrix(maxTokens, ENCODER.width),
      inverse: this.#workspace.matrix(maxTokens, 1),
      output: this.#workspace.matrix(maxTokens, ENCODER.width),
    };
  }

  #apply({ weight, bias, output }: Linear, input: Matrix, tokens: number): void {
    const { columns, data } = output;
    for (let t = 0; t < tokens; t++) data.set(bias.weights.data, t * columns);
    multiply(this.#workspace, input, weight.weights, output, tokens, true);
  }

  #applyBack({ weight, bias }: Linear, input: Matrix, slope: Matrix, tokens: number, into: Matrix): void {
    const { columns } = weight.weights;
    for (let t = 0; t < tokens; t++)
      for (let c = 0; c < columns; c++) bias.gradient.data[c]! += slope.data[t * columns + c]!;
    multiplyTn(this.#workspace, input, slope, weight.gradient, tokens, true);
    multiplyNt(this.#workspace, slope, weight.weights, { ...into, columns: weight.weights.rows }, tokens);
  }

  #attend(b: number, tokens: number): void {
    const { width, heads } = ENCODER;
    const size = width / heads;
    const scale = 1 / Math.sqrt(size);
    const { data } = this.#blocks[b]!.qkv.output;
    const context = this.#context[b]!.data;
    const attention = this.#attention[b]!;
    context.fill(0, 0, tokens * width);
    const { offsets } = this.#batch;
    let cell = 0;
    for (let s = 0; s + 1 < offsets.length; s++) {
      const from = offsets[s]!;
      for (let t = from; t < offsets[s + 1]!; t++) {
        for (let head = 0; head < heads; head++) {
          const query = t * 3 * width + head * size;
          let most = Number.NEGATIVE_INFINITY;
          for (let other = from; other <= t; other++) {
            const key = other * 3 * width + width + head * size;
            let dot = 0;
            for (let d = 0; d < size; d++) dot += data[query + d]! * data[key + d]!;
            dot *= scale;
            attention[cell + other - from] = dot;
            if (dot > most) most = dot;
          }
          let sum = 0;
          for (let other = from; other <= t; other++) {
            const e = Math.exp(attention[cell + other - from]! - most);
            attention[cell + other - from] = e;
            sum += e;
          }
          const into = t * width + head * size;
          for (let other = from; other <= t; other++) {
            const p = attention[cell + other - from]! / sum;
            attention[cell + other - from] = p;
            const value = other * 3 * width + 2 * width + head * size;
            for (let d = 0; d < size; d++) context[into + d]! += p * data[value + d]!;
          }
          cell += t - from + 1;
        }
      }
    }
  }

  #attendBack(b: number, tokens: number, dcontext: Matrix, slope: Matrix): void {
    const { width, heads } = ENCODER;
    const size = width / heads;
    const scale = 1 / Math.sqrt(size);
    const { data } = this.#blocks[b]!.qkv.output;
    const attention = this.#attention[b]!;
    const { data: out } = slope;
    out.fill(0, 0, tokens * 3 * width);
    const dc = dcontext.data;
    const { offsets } = this.#batch;
    const dots = this.#dots;
    let cell = 0;
    for (let s = 0; s + 1 < offsets.length; s++) {
      const from = offsets[s]!;
      for (let t = from; t < offsets[s + 1]!; t++) {
        for (let head = 0; head < heads; head++) {
          const query = t * 3 * width + head * size;
          const into = t * width + head * size;
          let mean = 0;
          for (let other = from; other <= t; other++) {
            const value = other * 3 * width + 2 * width + head * size;
            let dot = 0;
            for (let d = 0; d < size; d++) dot += dc[into + d]! * data[value + d]!;
            dots[other - from] = dot;
            mean += dot * attention[cell + other - from]!;
          }
          for (let other = from; other <= t; other++) {
            const key = other * 3 * width + width + head * size;
            const value = key + width;
            const p = attention[cell + other - from]!;
            const ds = p * (dots[other - from]! - mean) * scale;
            for (let d = 0; d < size; d++) {
              out[value + d]! += p * dc[into + d]!;
              out[query + d]! += ds * data[key + d]!;
              out[key + d]! += ds * data[query + d]!;
            }
          }
          cell += t - from + 1;
        }
      }
    }
  }
}

function normalise({ gain, bias, hat, inverse, output }: Norm, input: Matrix, tokens: number): void {
  const { columns } = hat;
  for (let t = 0; t < tokens; t++) {
    const start = t * columns;
    let mean = 0;
    for (let d = 0; d < columns; d++) mean += input.data[start + d]!;
    mean /= columns;
    let variance = 0;
    for (let d = 0; d < columns; d++) variance += (input.data[start + d]! - mean) ** 2;
    const r = 1 / Math.sqrt(variance / columns + 1e-5);
    inverse.data[t] = r;
    for (let d = 0; d < columns; d++) {
      const h = (input.data[start + d]! - mean) * r;
      hat.data[start + d] = h;
      output.data[start + d] = h * gain.weights.data[d]! + bias.weights.data[d]!;
    }
  }
}

/** Adds the slope of the input to `into`. */
function normaliseBack({ gain, bias, hat, inverse }: Norm, slope: Matrix, into: Matrix, tokens: number): void {
  const { columns } = hat;
  for (let t = 0; t < tokens; t++) {
    const start = t * columns;
    let sum = 0;
    let along = 0;
    for (let d = 0; d < columns; d++) {
      const g = slope.data[start + d]!;
      const h = hat.data[start + d]!;
      gain.gradient.data[d]! += g * h;
      bias.gradient.data[d]! += g;
      const w = g * gain.weights.data[d]!;
      sum += w;
      along += w * h;
    }
    const r = inverse.data[t]!;
    for (let d = 0; d < columns; d++) {
      const w = slope.data[start + d]! * gain.weights.data[d]!;
      into.data[start + d]! += r * (w - (sum + hat.data[start + d]! * along) / columns);
    }
  }
}

function times(a: Float32Array, b: Float32Array, into: Float32Array, length: number): void {
  for (let at = 0; at < length; at++) into[at] = a[at]! * b[at]!;
}
