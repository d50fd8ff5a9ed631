import { devicesPerVariant } from "../../../src/core/privacy/plan/power.ts";
import type { TaskOverview } from "../api.ts";
import { h } from "./dom.ts";
import { count, counted, figure } from "./words.ts";

const SIGNIFICANCE = 0.05;
const POWER = 0.8;

/** What the form asks, in the form's own units. */
interface Asked {
  readonly ratePercent: number;
  readonly liftPercent: number;
  readonly rounds: number;
}

/** Noise in a count that is summed over so many rounds; 0 where the plan counts nothing. */
function noiseOf(
  { plan }: TaskOverview,
  rounds: number,
): { readonly countNoise: number; readonly block: string | undefined } {
  const counts = plan?.blocks.find(({ kind, name }) => kind === "histogram" && /click|impression|shown/.test(name));
  const block = counts ?? plan?.blocks.find(({ kind }) => kind === "histogram");
  return { countNoise: (block?.noise ?? 0) * Math.sqrt(rounds), block: block?.name };
}

function answer(task: TaskOverview, { ratePercent, liftPercent, rounds }: Asked): readonly string[] {
  const rate = ratePercent / 100;
  const otherRate = rate * (1 + liftPercent / 100);
  if (!(rate > 0 && otherRate > 0 && otherRate < 1 && rate < 1 && liftPercent !== 0 && rounds >= 1))
    return ["–", "Give a rate between 0 and 100 %, a difference that keeps it there, and a round or more."];
  const { countNoise, block } = noiseOf(task, rounds);
  const shared = { rate, otherRate, significance: SIGNIFICANCE, power: POWER };
  const devices = devicesPerVariant({ ...shared, countNoise });
  const exact = devicesPerVariant({ ...shared, countNoise: 0 });
  const noise =
    block === undefined
      ? "This plan counts nothing: the figure is for counts without noise. Counting takes a histogram block in the task."
      : `Of these, ${count(devices - exact)} are there to outweigh the noise: a deviation of ${figure(countNoise, 1)} in each count of the block “${block}”.`;
  return [
    counted(devices, "device"),
    `a variant, ${counted(2 * devices, "device")} in all, to call ${figure(ratePercent, 1)} % and ${figure(100 * otherRate, 1)} % different: four times in five where they are, one time in twenty where they are not.`,
    noise,
  ];
}

function field(
  label: string,
  value: string,
  step: string,
  unit: string,
): { readonly row: HTMLElement; readonly input: HTMLInputElement } {
  const input = h("input", { type: "number", value, step, min: step, max: "10000", required: true });
  return {
    row: h("label", { class: "field" }, h("span", {}, label), h("span", { class: "with-unit" }, input, unit)),
    input,
  };
}

export interface Calculator {
  readonly element: HTMLElement;
  /** Reckons with the noise of this task's plan from now on. */
  follow(task: TaskOverview): void;
}

/** How many devices it takes to call a variant better. */
export function calculator(): Calculator {
  const rate = field("Rate now, of devices that click", "10", "0.1", "%");
  const lift = field("Improvement worth finding", "10", "0.5", "%");
  const rounds = field("Rounds that are summed", "1", "1", "");
  const result = h("div", { class: "result", role: "status" });
  let followed: TaskOverview | undefined;
  const draw = (): void => {
    if (followed === undefined) return;
    const [devices = "", ...lines] = answer(followed, {
      ratePercent: rate.input.valueAsNumber,
      liftPercent: lift.input.valueAsNumber,
      rounds: rounds.input.valueAsNumber,
    });
    result.replaceChildren(h("p", { class: "value" }, devices), ...lines.map((line) => h("p", {}, line)));
  };
  for (const { input } of [rate, lift, rounds]) input.addEventListener("input", draw);
  const form = h("form", { class: "fields" }, rate.row, lift.row, rounds.row);
  form.addEventListener("submit", (event) => event.preventDefault());
  return {
    element: h("div", { class: "panel calculator" }, form, result),
    follow(task) {
      followed = task;
      draw();
    },
  };
}
