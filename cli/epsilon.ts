import { MECHANISMS } from "../src/core/privacy/accountant/mechanisms.ts";
import { rhoOf } from "../src/core/privacy/accountant/zcdp.ts";
import { type EpsilonOptions, parseEpsilonFlags } from "./epsilon-options.ts";

/** Exit code of a call that must be made differently. */
const REFUSED = 2;

interface Figures {
  readonly noiseMultiplier: number;
  readonly epsilon: number;
  readonly rho: number;
  /** Null where nobody draws who takes part. */
  readonly epsilonAmplified: number | null;
}

/** `inkling epsilon`: what a plan's noise is worth, or how much of it an epsilon takes. Answers the exit code. */
export function epsilon(flags: Readonly<Record<string, unknown>>): number {
  const options = parseEpsilonFlags(flags);
  if (typeof options === "string") {
    console.error(`inkling: ${options}. See inkling epsilon --help.`);
    return REFUSED;
  }
  const figures = figuresOf(options);
  console.log(options.json ? lineOf(options, figures) : tableOf(options, figures));
  return 0;
}

function figuresOf({ given, participations, delta, mechanism, rate }: EpsilonOptions): Figures {
  const { epsilon, epsilonAmplified, noiseMultiplier } = MECHANISMS[mechanism];
  const z = "epsilon" in given ? noiseMultiplier(given.epsilon, participations, delta) : given.noiseMultiplier;
  return {
    noiseMultiplier: z,
    epsilon: epsilon(z, participations, delta),
    rho: rhoOf(z, participations),
    epsilonAmplified: rate === undefined ? null : epsilonAmplified(z, participations, delta, rate),
  };
}

/** The noise is among it where it is what was asked for. */
function lineOf({ given, delta, mechanism }: EpsilonOptions, figures: Figures): string {
  const { epsilon, rho, epsilonAmplified, noiseMultiplier } = figures;
  const line = { epsilon, rho, delta, mechanism, epsilonAmplified };
  return JSON.stringify("epsilon" in given ? { ...line, noiseMultiplier } : line);
}

const BY: Readonly<Record<EpsilonOptions["mechanism"], string>> = {
  discrete: "discrete Gaussian noise, by zCDP",
  gaussian: "Gaussian noise, exactly",
};

const shown = (value: number): string => String(Number(value.toPrecision(4)));

function tableOf({ participations, delta, mechanism, rate }: EpsilonOptions, figures: Figures): string {
  const rows = [
    ["noise multiplier", shown(figures.noiseMultiplier), BY[mechanism]],
    ["participations", String(participations), "the most that one device may make"],
    ["epsilon", shown(figures.epsilon), `at delta ${delta}, whoever takes part and whenever`],
    ["rho", shown(figures.rho), "zCDP"],
  ];
  if (figures.epsilonAmplified !== null)
    rows.push([
      "epsilon, amplified",
      shown(figures.epsilonAmplified),
      `only if chance alone, at a rate of ${rate}, decided each participation and nobody saw it`,
    ]);
  return rows.map(([name, value, words]) => `${name!.padEnd(20)}${value!.padStart(9)}  ${words}`).join("\n");
}
