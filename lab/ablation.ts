import type { ChannelName } from "../src/core/catalogue/graph.ts";
import type { Head } from "../src/core/catalogue/learned.ts";
import type { Prepared } from "../src/core/rank/prepared.ts";
import { type Gap, pairedGap } from "./bootstrap.ts";
import { accuracyOf, ndcgAt } from "./metrics/accuracy.ts";
import { type Rules, ranksOf } from "./observe.ts";
import { type Question, shoppersOf } from "./questions.ts";
import { scorerOf } from "./scorer.ts";

/** What can be left out of the additive score; "backward" is every channel's edges walked against their direction. */
export type AblatedPart =
  | ChannelName
  | "learned"
  | "encoder"
  | "backward"
  | "popularity"
  | "category"
  | "brand"
  | "price"
  | "repeat";

/** NDCG@10 without the part, and what the part gains: with it less without it. */
export interface Ablated extends Gap {
  readonly ndcg10: number;
}

export interface Ablation {
  /** Questions that the parts were measured on: a sample of large sets. */
  readonly cases: number;
  /** NDCG@10 of the whole score on these. */
  readonly ndcg10: number;
  readonly without: Readonly<Partial<Record<AblatedPart, Ablated>>>;
}

/** Leaves out one part after the other, of those that the pack has anything for. */
export function ablate(
  prepared: Prepared,
  questions: readonly Question[],
  rules: Rules,
  seed: number,
  plain: Head | undefined,
  onShare: (share: number) => void,
): Ablation {
  const parts = partsIn(prepared);
  const steps = parts.length + 1;
  const ranks = (one: Prepared, step: number): Float64Array =>
    ranksOf(scorerOf(one, rules), questions, rules, (share) => onShare((step + share) / steps));
  const whole = ranks(prepared, 0);
  const shoppers = shoppersOf(questions);
  const without = parts.map((part, index) => {
    const less = ranks(lacking(prepared, part, plain), index + 1);
    const differences = whole.map((rank, at) => ndcgAt(rank, 10) - ndcgAt(less[at]!, 10));
    return [part, { ndcg10: accuracyOf(less).ndcg10, ...pairedGap(differences, shoppers, seed) }] as const;
  });
  return { cases: questions.length, ndcg10: accuracyOf(whole).ndcg10, without: Object.fromEntries(without) };
}

function partsIn({ channels, hasHistory, ranking, learned }: Prepared): AblatedPart[] {
  const rest: readonly (readonly [AblatedPart, boolean])[] = [
    ["learned", learned !== undefined],
    ["encoder", learned?.encoder !== undefined],
    ["backward", channels.length > 0],
    ["popularity", hasHistory],
    ["category", ranking.categoryOf.some((code) => code > 0)],
    ["brand", ranking.brandOf.some((code) => code > 0)],
    ["price", ranking.priceCodes.some((code) => code > 0)],
    ["repeat", ranking.repeatRate > 0],
  ];
  return [...channels.map(({ name }) => name), ...rest.filter(([, has]) => has).map(([part]) => part)];
}

/**
 * The same catalogue without what one part is made of. Everything else keeps its weight; without the encoder the head is
 * `plain`, one trained without.
 */
export function lacking(prepared: Prepared, part: AblatedPart, plain: Head | undefined): Prepared {
  const { ranking, channels, learned } = prepared;
  const zeros = (table: Float32Array): Float32Array => new Float32Array(table.length);
  switch (part) {
    case "learned":
      return { ...prepared, learned: undefined };
    case "encoder":
      return { ...prepared, learned: plain && learned && { ...learned, head: plain, encoder: undefined } };
    case "backward":
      return {
        ...prepared,
        channels: channels.map((channel) => ({ ...channel, backwardTable: zeros(channel.backwardTable) })),
      };
    case "popularity":
      return {
        ...prepared,
        popularityTable: zeros(prepared.popularityTable),
        trendTable: zeros(prepared.trendTable),
      };
    case "category":
      return { ...prepared, ranking: { ...ranking, categoryOf: new Uint32Array(ranking.products) } };
    case "brand":
      return { ...prepared, ranking: { ...ranking, brandOf: new Uint32Array(ranking.products) } };
    case "price":
      return { ...prepared, ranking: { ...ranking, priceCodes: new Uint8Array(ranking.products) } };
    case "repeat":
      return { ...prepared, ranking: { ...ranking, repeatRate: 0 } };
    default:
      return { ...prepared, channels: channels.filter(({ name }) => name !== (part satisfies ChannelName)) };
  }
}
