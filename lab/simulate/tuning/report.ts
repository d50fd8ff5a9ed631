import { table } from "../../report.ts";
import { shareOf } from "../share.ts";
import type { ArmFigures, MilestoneFigures, TuningFigures } from "./experiment.ts";

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
    shareOf(arm.gain, preference),
    percent(arm.accepted),
    percent(arm.reverted),
    percent(arm.worse),
    held(arm),
  ];
  return [
    [String(clicks), String(devices), ...row("inverse propensity", arms.debiased)],
    ["", "", ...row("each alike", arms.naive)],
    ["", "", "the one over the other", shareOf(debiasedOverNaive, preference), "", "", "", ""],
  ];
}
