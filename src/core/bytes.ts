import { FormatError } from "./errors.ts";

/** UTF-8, from the platform: core has no globals of its own. */
export interface TextCodec {
  encode(text: string): Uint8Array;
  /** Malformed input decodes to U+FFFD; it never throws. */
  decode(bytes: Uint8Array): string;
}

/** SHA-256 in lower-case hex, from the platform. */
export type Digest = (bytes: Uint8Array) => Promise<string>;

/** Signed to unsigned with small magnitudes small: 0, -1, 1, -2 become 0, 1, 2, 3. */
export const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
export const unzigzag = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2);

/** Grows as it is written to. Little-endian; varints are unsigned LEB128 of at most 53 bits. */
export class Writer {
  private bytes: Uint8Array<ArrayBuffer> = new Uint8Array(1024);
  private length = 0;

  private reserve(count: number): number {
    const start = this.length;
    this.length += count;
    if (this.length > this.bytes.length) {
      const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length));
      grown.set(this.bytes);
      this.bytes = grown;
    }
    return start;
  }

  /** `count` bytes more, as numbers. */
  private more(count: number): DataView {
    const at = this.reserve(count);
    return new DataView(this.bytes.buffer, at);
  }

  u8(value: number): this {
    const at = this.reserve(1);
    this.bytes[at] = value;
    return this;
  }

  u16(value: number): this {
    this.more(2).setUint16(0, value, true);
    return this;
  }

  u32(value: number): this {
    this.more(4).setUint32(0, value, true);
    return this;
  }

  f32(value: number): this {
    this.more(4).setFloat32(0, value, true);
    return this;
  }

  f64(value: number): this {
    this.more(8).setFloat64(0, value, true);
    return this;
  }

  varint(value: number): this {
    if (!Number.isSafeInteger(value) || value < 0) throw new TypeError(`varint: ${value} is not an unsigned integer`);
    let rest = value;
    while (rest >= 0x80) {
      this.u8((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    return this.u8(rest);
  }

  raw(bytes: Uint8Array): this {
    const at = this.reserve(bytes.length);
    this.bytes.set(bytes, at);
    return this;
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length);
  }
}

/** Reads what Writer wrote. `take` is the one place that could over-read, and it refuses. */
export class Reader {
  private at = 0;
  private readonly view: DataView;
  private readonly bytes: Uint8Array;
  private readonly what: string;

  /** `what` names the format in errors. */
  constructor(bytes: Uint8Array, what: string) {
    this.bytes = bytes;
    this.what = what;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  private take(count: number): number {
    const start = this.at;
    if (count > this.bytes.length - start) throw this.error("is cut short");
    this.at = start + count;
    return start;
  }

  error(problem: string): FormatError {
    return new FormatError(`${this.what} ${problem} (at byte ${this.at} of ${this.bytes.length})`);
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  u8(): number {
    return this.view.getUint8(this.take(1));
  }

  u16(): number {
    return this.view.getUint16(this.take(2), true);
  }

  u32(): number {
    return this.view.getUint32(this.take(4), true);
  }

  f32(): number {
    return this.finite(this.view.getFloat32(this.take(4), true));
  }

  f64(): number {
    return this.finite(this.view.getFloat64(this.take(8), true));
  }

  private finite(value: number): number {
    if (!Number.isFinite(value)) throw this.error("holds a number that is not finite");
    return value;
  }

  /** At most `max`, otherwise FormatError. */
  varint(max: number = Number.MAX_SAFE_INTEGER): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 8; i++) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        if (value > max) throw this.error(`holds ${value} where at most ${max} can be`);
        return value;
      }
      scale *= 0x80;
    }
    throw this.error("holds a number that is too long");
  }

  /** A view on the next `count` bytes, not a copy. */
  raw(count: number): Uint8Array {
    const start = this.take(count);
    return this.bytes.subarray(start, start + count);
  }

  /** How many rows follow, each of at least `bytesEach`: refuses counts that the rest could not hold. */
  count(max: number, bytesEach: number): number {
    const value = this.varint(max);
    if (value * bytesEach > this.left) throw this.error(`promises ${value} rows and holds fewer`);
    return value;
  }

  /** Four ASCII letters and the version that every section begins with. */
  header(magic: string, version: number): void {
    const found = String.fromCharCode(...this.raw(4));
    if (found !== magic) throw this.error(`begins with "${found}" and not with "${magic}"`);
    const foundVersion = this.u8();
    if (foundVersion !== version) throw this.error(`has format version ${foundVersion}; this Inkling reads ${version}`);
  }

  end(): void {
    if (this.left !== 0) throw this.error(`has ${this.left} bytes too many`);
  }
}

export function writeHeader(writer: Writer, magic: string, version: number): Writer {
  for (const letter of magic) writer.u8(letter.charCodeAt(0));
  return writer.u8(version);
}
