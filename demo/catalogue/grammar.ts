/** The words of the grammar that makes the demo's goods: types only. A department is data, expand.ts turns it into products. */

export interface Brand {
  /** Factor on every price: 0.7 is cheap, 1.5 dear. */
  readonly level: number;
  /** One sentence that ends each description. */
  readonly says: string;
  /** Names of its models; a kind never uses one twice. */
  readonly models: readonly string[];
}

export interface Kind {
  /** Unique over all departments; missions name it. */
  readonly key: string;
  /** Below the department: ["Running Shoes", "Road"]. */
  readonly path: readonly string[];
  readonly count: number;
  /** Icons to draw from, `carrier.label` for a labelled one. A word that carries an icon of its own wins. */
  readonly icons: readonly string[];
  readonly brands: readonly string[];
  /** With slots {brand} {model} {colour} {material} and those of `words`. */
  readonly title: string;
  /**
   * Slot to alternatives, each `word|picture|price factor`: `Race Vest|backpack|2.4` picks the icon and costs 2.4 times
   * the usual, `Tomato|.tomato` puts a tomato on the label of the kind's own picture.
   */
  readonly words?: Readonly<Record<string, readonly string[]>>;
  /** In pounds, at brand level 1. */
  readonly price: readonly [low: number, high: number];
  readonly colours: readonly string[];
  readonly materials?: readonly string[];
  readonly sizes?: SizeName;
  /** One sentence is drawn from each group. */
  readonly says: readonly (readonly string[])[];
}

export interface Department {
  readonly name: string;
  /** Begins the ids of its products: RUN-014. */
  readonly code: string;
  readonly brands: Readonly<Record<string, Brand>>;
  readonly kinds: readonly Kind[];
}

export type SizeName =
  | "shoes"
  | "clothes"
  | "gloves"
  | "beans"
  | "tea"
  | "cream"
  | "wash"
  | "petFood"
  | "tyres"
  | "pan"
  | "planter"
  | "skis"
  | "boards"
  | "bag"
  | "helmet"
  | "collar"
  | "petBed";

/** A size as the shopper reads it, and its price relative to the smallest. */
export type Size = readonly [label: string, factor: number];
