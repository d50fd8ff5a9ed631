/** Flag, argument and meaning of `inkling simulate --sequences`, for the command's help. */
export const FEDERATED_FLAGS: readonly (readonly [flag: string, meaning: string])[] = [
  ["--items <file>", "With --sequences: products, as inkling eval reads them"],
  [
    "--sequences <file>",
    "Instead of made-up shoppers: browsers that learn together. A user a line: user item item ...",
  ],
  [
    "--devices <n>",
    "With --sequences, as all below: browsers that take part; beyond those that --pack-share leaves they are copies (default: all)",
  ],
  ["--trains <weights>", "linear, hidden-32 or all: which weights the browsers train (default linear)"],
  ["--rounds <n>", "Rounds of as many reports each (default: rounds of some 250)"],
  ["--participations <n>", "Rounds that each browser reports in (default 1)"],
  ["--epsilon <e>", "Of all its reports together; none for no noise, with --no-seal (default 2)"],
  ["--mode <B|C>", "Trust mode: two aggregators (B, default), or one server and each browser's own noise (C)"],
  ["--buckets <n>", "Sums that a round is opened in, each with noise of its own (default 1)"],
  ["--delta <d>", "At most 1 / (10 x devices) (default 1e-6)"],
  ["--pack-share <share>", "Of the users, whose history makes the catalogue, 0.05 to 0.95 (default 0.5)"],
  [
    "--split-seed <n>",
    "For the draw of the halves and of what devices choose among, where --seed is for noise alone (default: --seed)",
  ],
  ["--neighbours <n>", "The most neighbours a product and channel in the catalogue, 1 to 64 (default 16)"],
  ["--no-seal", "Add reports up without HPKE and stores: the same figures, sooner"],
  ["--no-gate", "Publish models that are worse on the shop's own hold-out, too"],
  ["--attack <name>", "sign-flip, boost, backdoor, garbage, replay or sybil: the same again with liars"],
  ["--malicious <share>", "With --attack: of the browsers, 0 to 0.5 (default 0.1)"],
];
