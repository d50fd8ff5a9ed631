import type { Sequence } from "../../compiler/history/sequences.ts";
import { interestBefore } from "../../compiler/train/transitions.ts";
import { encode } from "../../src/core/rank/encoder.ts";
import { featuresOf } from "../../src/core/rank/features.ts";
import { headOutputs, inputsOf } from "../../src/core/rank/head.ts";
import { bestOf, candidatesOf, historyOf } from "../../src/core/rank/learned.ts";
import { BASE_WEIGHT } from "../../src/core/rank/linear.ts";
import type { Prepared } from "../../src/core/rank/prepared.ts";
import { SCALES } from "../../src/core/rank/scales.ts";
import { scoreAll } from "../../src/core/rank/score.ts";
import type { Exam } from "../federated/exam.ts";

/** Between events whose history has no times. */
const STEP_MS = 86_400_000;
/** Places that no list of ten reaches, whatever the weights. */
const NOWHERE: Exam = { rank: Number.POSITIVE_INFINITY, movable: undefined };

/**
 * Asks a ranking for a shopper's last product by what came before: among all the others but those met already, with the shop's own head where it has one,
 * as a device ranks (src/core/rank/learned.ts).
 */
export function questionOf(prepared: Prepared, sequence: Sequence): Exam {
  const place = sequence.items.length - 1;
  const target = sequence.items[place]!;
  const interest = interestBefore(prepared, sequence, place, STEP_MS);
  const history = historyOf(interest);
  if (history.length === 0) return NOWHERE;
  const scores = scoreAll(prepared, interest, new Map());
  const { head, encoder, product } = prepared.learned ?? {};
  const encoded = encoder && encode(encoder, history, product);
  const best = bestOf(scores.total);
  const all = candidatesOf(best, encoded);
  const known = new Set(sequence.items.subarray(0, place));
  const candidates = all.filter((item) => item === target || !known.has(item));
  const wanted = candidates.indexOf(target);
  if (wanted < 0) return NOWHERE;
  const features = featuresOf({ prepared, interest, scores, best, encoded }, candidates);
  const outputs = head && headOutputs(head, features, product);
  const weight = head?.baseWeight ?? BASE_WEIGHT;
  const logits = Float32Array.from(
    candidates,
    (item, row) => (weight * scores.total[item]!) / prepared.unit + (outputs?.[row] ?? 0),
  );
  return { rank: Number.POSITIVE_INFINITY, movable: { inputs: inputsOf(SCALES, features), logits, wanted } };
}
