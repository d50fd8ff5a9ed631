import { expect, test } from "vitest";
import { modelOf } from "../../../compiler/model.ts";
import { FOLDS } from "../../../compiler/train/fold-lists.ts";
import { runJob } from "../../../compiler/train/jobs.ts";
import type { Lesson } from "../../../compiler/train/lesson.ts";
import { bareProduct } from "../../../lab/data/bare-product.ts";
import { FEATURES, type FeatureName } from "../../../src/core/rank/features.ts";

const SHOPPERS = 20;
const EACH = 4;
const OPTIONS = { neighbours: 8, minShoppers: 1, stepMs: 60_000, onProgress() {} };

/** Every shopper walks products that nobody else meets, and that are alike by their titles. */
function lessonOf(): Lesson {
  const products = Array.from({ length: SHOPPERS * EACH }, (_, at) => ({
    ...bareProduct(`p${at}`),
    title: `kettle of maker${Math.floor(at / EACH)} number ${at}`,
  }));
  const history = products.map(({ id }, at) => ({
    shopper: `s${Math.floor(at / EACH)}`,
    item: id,
    at: undefined,
    kind: "view" as const,
  }));
  return { model: modelOf(products, history, OPTIONS), ...OPTIONS, seed: 1 };
}

/** What a feature says of the product that came next, list by list. */
function ofNext(name: FeatureName, { values, candidates, held }: ReturnType<typeof lists>): number[] {
  const column = FEATURES.indexOf(name);
  return Array.from(held, (_, list) => values[list * candidates * FEATURES.length + column]!);
}

const lesson = lessonOf();
const lists = (fold: number) => runJob({ kind: "fold", lesson, fold }, undefined, () => {});

test("a head learns from steps that no graph, no popularity and no other fold has seen", () => {
  let made = 0;
  for (let fold = 0; fold < FOLDS; fold++) {
    const own = lists(fold);
    made += own.held.length;
    for (const name of ["followedBy.best", "followedBy.votes", "followedBy.back", "popularity"] as const)
      expect(new Set(ofNext(name, own)), `${name} of fold ${fold + 1}`).toEqual(new Set([0]));
    expect(Math.min(...ofNext("text.best", own))).toBeGreaterThan(0);
  }
  // Each shopper's steps are in one fold, which is theirs.
  expect(made).toBe(SHOPPERS * (EACH - 1));
}, 240_000);
