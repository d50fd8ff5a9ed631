import type { Head } from "../../catalogue/learned.ts";
import { headOutputs } from "../head.ts";
import { BASE_WEIGHT } from "../linear.ts";
import type { ChoiceList } from "./lists.ts";

/** Of each candidate of a list: what the head gives it beside its additive score. */
export const logitsOf = (head: Head, { values, base }: Pick<ChoiceList, "values" | "base">): Float32Array =>
  headOutputs(head, values).map((output, row) => output + head.baseWeight * base[row]!);

/** Of each candidate: what the additive score gives it where shared weights begin. */
export const additiveLogits = ({ base }: Pick<ChoiceList, "base">): Float32Array =>
  base.map((score) => BASE_WEIGHT * score);
