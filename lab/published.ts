import type { Accuracy } from "./metrics/accuracy.ts";

/** What a recommender is told of products: who met them, what they are, or both. */
export type Inputs = "ids" | "text" | "both";

/** A row of somebody else's table: same split, full ranking. */
export interface Published {
  readonly system: string;
  readonly inputs: Inputs;
  readonly figures: Partial<Pick<Accuracy, "hr10" | "ndcg10" | "p20" | "mrr20">>;
}

type LeaveOneOut = readonly [hr10: number, ndcg10: number];

/** Leave-one-out on Amazon Reviews 2014; undefined where a paper has no figure. */
const AMAZON: readonly (readonly [system: string, Inputs, beauty: LeaveOneOut, toys: LeaveOneOut | undefined])[] = [
  ["popularity", "ids", [0.012, 0.0056], [0.009, 0.0049]],
  ["SASRec, as first published", "ids", [0.0605, 0.0318], [0.0675, 0.0374]],
  ["S3-Rec", "both", [0.0647, 0.0327], [0.07, 0.0376]],
  ["TIGER", "text", [0.0648, 0.0384], [0.0712, 0.0432]],
  ["ActionPiece", "text", [0.0775, 0.0424], undefined],
  ["HSTU, recalculated by others", "ids", [0.0788, 0.0439], [0.0778, 0.045]],
  ["SASRec with sampled softmax", "ids", [0.0921, 0.0531], [0.097, 0.058]],
  ["eSASRec", "ids", [0.0928, 0.0523], [0.0939, 0.0538]],
  ["BSARec", "ids", [0.1008, 0.0611], undefined],
];

/** Next item, in per cent. */
const DIGINETICA: readonly (readonly [system: string, p20: number, mrr20: number])[] = [
  ["item-kNN", 35.8, 11.6],
  ["SR-GNN", 50.7, 17.6],
  ["GCE-GNN", 54.2, 19.0],
];

function amazon(column: 2 | 3): Published[] {
  return AMAZON.flatMap((row) => {
    const figures = row[column];
    return figures === undefined
      ? []
      : [{ system: row[0], inputs: row[1], figures: { hr10: figures[0], ndcg10: figures[1] } }];
  });
}

const diginetica = DIGINETICA.map(
  ([system, p20, mrr20]): Published => ({ system, inputs: "ids", figures: { p20, mrr20 } }),
);

/** Published figures for the test split of a dataset, told by the name of its folder; none for one that is not known. */
export function publishedFor(dataset: string): readonly Published[] {
  if (/beauty/i.test(dataset)) return amazon(2);
  if (/toys/i.test(dataset)) return amazon(3);
  return /diginetica/i.test(dataset) ? diginetica : [];
}
