import type { Interval } from "./interval.ts";
import type { Attacked, Simulation } from "./simulation.ts";

/** The same for people. */
export function sectionOf(simulation: Simulation): string {
  const { before, central, after, gain, shareOfCentralGain, attack } = simulation;
  const rows = [
    ["before", before.ndcg10.toFixed(4), before.hr10.toFixed(4)],
    ["learned centrally", central.ndcg10.toFixed(4), central.hr10.toFixed(4)],
    ["learned together", after.ndcg10.toFixed(4), after.hr10.toFixed(4)],
  ];
  return [
    "Learning together, of all shoppers' test questions",
    "",
    `${"".padEnd(20)}${"NDCG@10".padStart(9)}${"HR@10".padStart(9)}`,
    ...rows.map(([name, ndcg, hr]) => `${name!.padEnd(20)}${ndcg!.padStart(9)}${hr!.padStart(9)}`),
    "",
    `Gain ${shown(gain)}: ${Math.round(100 * shareOfCentralGain)} % of what central learning gains.`,
    privacyOf(simulation),
    trafficOf(simulation),
    ...(attack === null ? [] : [attackOf(attack)]),
  ].join("\n");
}

const shown = ({ mean, low95, high95 }: Interval): string =>
  `${signed(mean)} (95 %: ${signed(low95)} to ${signed(high95)})`;

const signed = (value: number): string => `${value < 0 ? "" : "+"}${value.toFixed(5)}`;

function privacyOf({ epsilon, epsilonReaders, delta, noiseMultiplier, mode }: Simulation): string {
  if (epsilon === null || epsilonReaders === null) return "No noise was drawn: nothing of this is private.";
  const against = mode === "C" ? ` against the server, ${epsilonReaders.toFixed(2)} against readers of the models` : "";
  return `Epsilon ${epsilon.toFixed(2)}${against} at delta ${delta} of each device's reports (noise multiplier ${noiseMultiplier.toFixed(3)}), mode ${mode}; the catalogue is outside it.`;
}

function trafficOf(simulation: Simulation): string {
  const {
    trains,
    devices,
    syntheticDevices,
    rounds,
    cohort,
    participations,
    bytesUp,
    bytesDown,
    signalNorm,
    noiseNorm,
    refusedModels,
  } = simulation;
  return [
    `${devices} devices${syntheticDevices > 0 ? ` (${syntheticDevices} of them synthetic: copies)` : ""} train ${trains} weights, ${rounds} rounds of ${cohort}, ${participations} a device; ${bytesUp} bytes up and ${bytesDown} down a device.`,
    `Mean update ${signalNorm.toFixed(4)} long, noise ${noiseNorm.toFixed(4)}; ${refusedModels} models kept back by the gate.`,
  ].join("\n");
}

const attackOf = ({
  kind,
  malicious,
  after,
  loss,
  droppedRounds,
  droppedBuckets,
  refusedReports,
  refusedModels,
}: Attacked): string =>
  `With ${Math.round(100 * malicious)} % liars (${kind}): NDCG@10 ${after.ndcg10.toFixed(4)}, lost ${shown(loss)}; ${droppedRounds} rounds and ${droppedBuckets} buckets dropped, ${refusedReports} reports refused, ${refusedModels} models kept back.`;
