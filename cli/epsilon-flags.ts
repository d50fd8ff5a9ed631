/** Flag, argument and meaning, for the command's help. */
export const EPSILON_FLAGS: readonly (readonly [flag: string, meaning: string])[] = [
  ["--noise-multiplier <z>", "Standard deviation of the noise, in units of the most one device can add (above 0)"],
  ["--epsilon <e>", "Instead of --noise-multiplier: find the least noise for this epsilon"],
  ["--participations <n>", "How often one device may take part, 1 to 1000000 (default 1)"],
  ["--delta <d>", "Probability with which epsilon may not hold, between 0 and 1 (default 0.000001)"],
  [
    "--mechanism <name>",
    "discrete (what Inkling draws, by zCDP; the default) or gaussian (the continuous ideal, exactly)",
  ],
  ["--sampling <name>", "poisson: also say epsilon if chance alone decided who takes part, unseen"],
  ["--rate <q>", "With --sampling poisson: the probability of each participation, 0 to 1"],
  ["--json", "Print one JSON line"],
];
