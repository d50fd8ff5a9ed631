import type { Gap } from "../../bootstrap.ts";
import { table } from "../../report.ts";
import type { ArmFigures, MilestoneFigures, TuningFigures } from "./experiment.ts";

const signed = (value: number): string => `${value < 0 ? "-" : "+"}${Math.abs(100 * value).toFixed(2)} %`;
/** Against what the shipped ranking's lists are liked. */
const interval = ({ gain, low, high }: Gap, preference: number): string =>
  `${signed(gain / preference)} (${signed(low / preference)} to ${signed(high / preference)})`;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Better beyond doubt, and hardly anybody noticeably worse. */
const held = ({ gain, worse }: ArmFigures): string => (gain.low > 0 && worse <= 0.05 ? "yes" : "no");

export function tuningSection({ shipped, reason, products, eta, milestones }: TuningFigures): string {
  const title = `Training on the device: ${shipped} head (${reason}), ${products} products, position bias ${eta}`;
  const head = ["clicks", "devices", "weights", "true preference", "accepted", "reverted", "worse by 2 %", "held"];
  return table([head, ...milestones.flatMap(rowsOf)], title);
}

function rowsOf({ clicks, devices, preference, arms, debiasedOverNaive }: MilestoneFigures): string[][] {
  const row = (name: string, arm: ArmFigures): string[] => [
    name,
    interval(arm.gain, preference),
    percent(arm.accepted),
    percent(arm.reverted),
    percent(arm.worse),
    held(arm),
  ];
  return [
    [String(clicks), String(devices), ...row("inverse propensity", arms.debiased)],
    ["", "", ...row("each alike", arms.naive)],
    ["", "", "the one over the other", interval(debiasedOverNaive, preference), "", "", "", ""],
  ];
}
