import type { RoundKey } from "../../server/store/keys.ts";

/** To the measured process, first of all: where it keeps reports, and of which round. */
export interface Begin {
  readonly tag: "begin";
  /** sqlite:FILE or postgres://..., or "nowhere". */
  readonly db: string;
  readonly schema: string;
  /** The plan's bytes, base64. */
  readonly plan: string;
  readonly keys: readonly RoundKey[];
}

/** mark: count from now on. spent: say what that has come to. add: add up so many batches, and say. forget-keys: from now on nothing can be opened. */
export type Told =
  | Begin
  | { readonly tag: "mark" | "spent" | "forget-keys" | "end" }
  | { readonly tag: "add"; readonly batches: number };

/** From the measured process. */
export type Said =
  | { readonly tag: "listening"; readonly port: number }
  /** Processor seconds since the mark, of all its threads. */
  | { readonly tag: "spent"; readonly seconds: number };
