import { decayedSums, smoothed } from "../../../src/core/rank/forecast/decayed.ts";
import type { Case } from "./cases.ts";
import { logLoss } from "./log-loss.ts";

/** A simple forecast, as the probabilities of every case. */
export interface Rival {
  readonly name: string;
  readonly shares: readonly Float64Array[];
}

/** What a forecast is compared with, besides what came. */
export type Asked = Pick<Case<unknown>, "past" | "prior" | "now"> & { readonly came: Float64Array };

const HALF_LIVES = [3, 7, 14, 30, 60] as const;
const STRENGTHS = [1, 3, 8, 20] as const;
const ROUNDS = 40;

/**
 * Flat, the last session, the decayed past, and the best mixture of these. What they leave open (half-life, strength of the prior, the
 * mixture's weights) is chosen on the very cases they are judged by: better than anybody could choose beforehand.
 */
export function rivalsOf(cases: readonly Asked[]): readonly Rival[] {
  const flat = cases.map(({ prior }) => new Float64Array(prior.outcomes.length).fill(1 / prior.outcomes.length));
  const last = best(
    cases,
    STRENGTHS.map((strength) =>
      cases.map(({ past, prior, now }) => {
        const acts = past.acts.filter(({ sessionsAgo }) => sessionsAgo === 0);
        return smoothed(decayedSums(acts, prior, Number.POSITIVE_INFINITY, now), prior.popular, strength);
      }),
    ),
  );
  const decayed = best(
    cases,
    HALF_LIVES.flatMap((days) => {
      const sums = cases.map(({ past, prior, now }) => decayedSums(past.acts, prior, days, now));
      return STRENGTHS.map((strength) => cases.map(({ prior }, k) => smoothed(sums[k]!, prior.popular, strength)));
    }),
  );
  return [
    { name: "flat", shares: flat },
    { name: "last session", shares: last },
    { name: "decayed history", shares: decayed },
    { name: "their best mixture", shares: mixture(cases, [flat, last, decayed]) },
  ];
}

export function meanLoss(cases: readonly Asked[], shares: readonly Float64Array[]): number {
  return cases.reduce((sum, { came }, k) => sum + logLoss(shares[k]!, came), 0) / cases.length;
}

function best(cases: readonly Asked[], candidates: readonly (readonly Float64Array[])[]): readonly Float64Array[] {
  const losses = candidates.map((shares) => meanLoss(cases, shares));
  return candidates[losses.indexOf(Math.min(...losses))]!;
}

/** Maximum likelihood weights by expectation maximisation (Dempster, Laird and Rubin, 1977). */
function mixture(cases: readonly Asked[], parts: readonly (readonly Float64Array[])[]): Float64Array[] {
  let weights = parts.map(() => 1 / parts.length);
  const mixed = (k: number): Float64Array =>
    parts[0]![k]!.map((_, place) => parts.reduce((sum, shares, part) => sum + weights[part]! * shares[k]![place]!, 0));
  for (let round = 0; round < ROUNDS; round++) {
    const claims = parts.map(() => 0);
    cases.forEach(({ came }, k) => {
      const all = mixed(k);
      came.forEach((share, place) => {
        if (share === 0) return;
        parts.forEach((shares, part) => {
          claims[part]! += (share * weights[part]! * shares[k]![place]!) / all[place]!;
        });
      });
    });
    weights = claims.map((claim) => claim / cases.length);
  }
  return cases.map((_, k) => mixed(k));
}
