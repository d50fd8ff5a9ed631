import type { PictureKey } from "../pictures/address.ts";

/** One product of the demo shop, before it is written as feed rows. Types only. */
export interface Good {
  readonly id: string;
  readonly handle: string;
  readonly title: string;
  readonly description: string;
  readonly brand: string;
  /** From the department down. */
  readonly path: readonly string[];
  /** The grammar's kind, which missions name. */
  readonly kind: string;
  readonly colour: string;
  readonly material: string;
  readonly picture: PictureKey;
  readonly variants: readonly GoodVariant[];
  /** Relative; a few products sell much more than most. */
  readonly popularity: number;
}

export interface GoodVariant {
  readonly id: string;
  /** Empty for a product without sizes. */
  readonly size: string;
  /** In pounds. */
  readonly price: number;
  readonly salePrice: number | undefined;
  readonly inStock: boolean;
}
