import type { SeededRandom } from "../../src/core/privacy/random.ts";
import { norm } from "../../src/core/privacy/vector/norm.ts";
import { RandomWords } from "../../src/core/privacy/words.ts";
import type { PlanBlock } from "../../src/core/protocol/plan.ts";
import { FEATURES } from "../../src/core/rank/features.ts";
import type { NamedPlan } from "../../workers/federated/agreed.ts";

/** What a liar's browser sends instead of its update. */
export interface Lie {
  readonly agreed: NamedPlan;
  readonly values: Float64Array;
  /** How often the same report is sent. */
  readonly times: number;
  /** Identities that the liar reports under. */
  readonly identities: number;
}

export type AttackName = "sign-flip" | "boost" | "backdoor" | "garbage" | "replay" | "sybil";

type Liar = (honest: Float64Array, agreed: NamedPlan, random: SeededRandom) => Lie;

/** Far beyond what honest code sends. */
const BOOST = 10;
const REPLAYS = 5;
const IDENTITIES = 5;
/** What a backdoor wants to see on top: what sells already. */
export const BACKDOOR: (typeof FEATURES)[number] = "popularity";

/** All lie in the way that hurts most within what they may send, or beyond. */
export const ATTACKS: Readonly<Record<AttackName, Liar>> = {
  /** Its own update the other way round, as long as the clip allows. */
  "sign-flip": (honest, agreed) => lie(agreed, lengthened(honest, -clipOf(agreed))),
  /** The same, ten times as long as allowed: a client that does not clip. */
  boost: (honest, agreed) => lie(loosened(agreed, BOOST), lengthened(honest, -BOOST * clipOf(agreed))),
  /** As long as allowed, towards one feature. */
  backdoor: (honest, agreed) => {
    const wanted = Float64Array.from(honest, (_, at) => Number(FEATURES[at] === BACKDOOR));
    return lie(agreed, lengthened(wanted, clipOf(agreed)));
  },
  /** Numbers from anywhere in the modulus. */
  garbage: (honest, agreed, random) => {
    const words = new RandomWords(random);
    const { scale } = agreed.plan.blocks[0]!;
    const most = 2 ** 30 / scale;
    const values = Float64Array.from(honest, () => (words.next() / 2 ** 31 - 1) * most);
    return lie(loosened(agreed, (most / clipOf(agreed)) * Math.sqrt(honest.length)), values);
  },
  /** An inverted update, sent again and again. */
  replay: (honest, agreed) => ({ ...lie(agreed, lengthened(honest, -clipOf(agreed))), times: REPLAYS }),
  /** An inverted update under five names. */
  sybil: (honest, agreed) => ({ ...lie(agreed, lengthened(honest, -clipOf(agreed))), identities: IDENTITIES }),
};

const lie = (agreed: NamedPlan, values: Float64Array): Lie => ({ agreed, values, times: 1, identities: 1 });

const clipOf = ({ plan }: NamedPlan): number => plan.blocks[0]!.clipNorm;

/** The same direction, `length` long; one who has nothing to say makes something up. */
function lengthened(values: Float64Array, length: number): Float64Array {
  const own = norm(values);
  if (own === 0) return values.map(() => length / Math.sqrt(values.length));
  return values.map((value) => (value * length) / own);
}

/** The plan with a clip that lets the lie through: the liar's own code is not the device's. */
function loosened({ plan, hash }: NamedPlan, times: number): NamedPlan {
  const blocks = plan.blocks.map((block): PlanBlock => ({ ...block, clipNorm: block.clipNorm * times }));
  return { plan: { ...plan, blocks }, hash };
}
