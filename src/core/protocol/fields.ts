import type { TextCodec } from "../bytes.ts";
import { PROTOCOL } from "./bounds.ts";
import { RefusedError } from "./refusal.ts";

/** JSON bytes of at most `maxBytes`, as an object whose fields are still unknown. `what` names it in errors. */
export function readObject(bytes: Uint8Array, maxBytes: number, what: string, codec: TextCodec): Fields {
  if (bytes.length > maxBytes) throw new RefusedError("too-large", `${what} has more than ${maxBytes} bytes`);
  let value: unknown;
  try {
    value = JSON.parse(codec.decode(bytes));
  } catch (cause) {
    throw new RefusedError("malformed", `${what} is not JSON`, { cause });
  }
  return new Fields(value, what);
}

/** One JSON object: each field is asked for once, by what it must be, and `end` refuses those nobody asked for. */
export class Fields {
  private readonly values: Map<string, unknown>;
  readonly what: string;

  constructor(value: unknown, what: string) {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw new RefusedError("malformed", `${what} is not an object`);
    this.what = what;
    this.values = new Map(Object.entries(value));
  }

  /** Whether a field is there that nobody has asked for. */
  has(name: string): boolean {
    return this.values.has(name);
  }

  private take(name: string): unknown {
    const value = this.values.get(name);
    this.values.delete(name);
    return value;
  }

  private wrong(name: string, problem: string): RefusedError {
    return new RefusedError("malformed", `${this.what}: ${name} ${problem}`);
  }

  /** Asked for first: what another version means by its fields nobody here knows. */
  protocol(): typeof PROTOCOL {
    const value = this.take("protocol");
    if (value !== PROTOCOL)
      throw new RefusedError("version", `${this.what} is of protocol ${String(value).slice(0, 20)}, not ${PROTOCOL}`);
    return PROTOCOL;
  }

  text(name: string, pattern: RegExp, problem: string): string {
    const value = this.take(name);
    if (typeof value !== "string" || !pattern.test(value)) throw this.wrong(name, problem);
    return value;
  }

  /** `bytes` bytes in lower-case hex. */
  hex(name: string, bytes: number): string {
    return this.text(name, new RegExp(`^[0-9a-f]{${2 * bytes}}$`), `is not ${bytes} bytes in hex`);
  }

  hexOrNull(name: string, bytes: number): string | null {
    return this.orNull(name, () => this.hex(name, bytes));
  }

  /** One of these words; true and false are words, too. */
  word<const Word extends string | boolean>(name: string, words: readonly Word[]): Word {
    const value = this.take(name);
    const word = words.find((known) => known === value);
    if (word === undefined) throw this.wrong(name, `is none of ${words.join(", ")}`);
    return word;
  }

  whole(name: string, least: number, most: number): number {
    const value = this.take(name);
    if (typeof value !== "number") throw this.wrong(name, "is not a number");
    if (!Number.isSafeInteger(value) || value < least || value > most)
      throw new RefusedError("range", `${this.what}: ${name} is not a whole number from ${least} to ${most}`);
    return value;
  }

  /** Above 0, at most `most`, finite. */
  positive(name: string, most: number): number {
    const value = this.take(name);
    if (typeof value !== "number") throw this.wrong(name, "is not a number");
    if (!(value > 0 && value <= most))
      throw new RefusedError("range", `${this.what}: ${name} is not above 0 and at most ${most}`);
    return value;
  }

  truth(name: string): boolean {
    const value = this.take(name);
    if (typeof value !== "boolean") throw this.wrong(name, "is neither true nor false");
    return value;
  }

  object(name: string): Fields {
    return new Fields(this.take(name), `${this.what}: ${name}`);
  }

  objectOrNull(name: string): Fields | null {
    return this.orNull(name, () => this.object(name));
  }

  objects(name: string, least: number, most: number): readonly Fields[] {
    const value = this.take(name);
    if (!Array.isArray(value)) throw this.wrong(name, "is not a list");
    if (value.length < least || value.length > most)
      throw new RefusedError("range", `${this.what}: ${name} has not ${least} to ${most} entries`);
    return value.map((entry: unknown, at) => new Fields(entry, `${this.what}: ${name}[${at}]`));
  }

  private orNull<T>(name: string, read: () => T): T | null {
    if (this.values.get(name) !== null) return read();
    this.take(name);
    return null;
  }

  /** A field that this version does not know may matter to whoever wrote it. */
  end(): void {
    const [name] = this.values.keys();
    if (name !== undefined) throw this.wrong(name.slice(0, 40), "is not a field of this protocol");
  }
}
