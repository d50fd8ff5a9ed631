import type { Head } from "../../catalogue/learned.ts";
import { headOutputs } from "../head.ts";
import type { ChoiceList } from "./lists.ts";

/** Of each candidate of a list: what the head gives it beside its additive score. */
export const logitsOf = (head: Head, { values, base }: Pick<ChoiceList, "values" | "base">): Float32Array =>
  headOutputs(head, values).map((output, row) => output + head.baseWeight * base[row]!);
