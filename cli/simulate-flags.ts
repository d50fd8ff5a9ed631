/** Flag, argument and meaning, for the command's help: in a file of their own, which costs `inkling --help` nothing. */
export const SIMULATE_FLAGS: readonly (readonly [flag: string, meaning: string])[] = [
  [
    "--only <name>",
    "One of closed-loop, forecast, training, training-from-trained, training-together, training-together-from-trained, forecast-without-needs, fit-forecast (default: the first two)",
  ],
  ["--shoppers <n>", "How many shoppers, 20 to 100000 (default 600)"],
  ["--position-bias <eta>", "Slot k is looked at with probability (1/k)^eta, 0 to 3 (default 1)"],
  ["--seed <n>", "For the shop's truth, its shoppers and the intervals (default 1)"],
  ["--json", "Print one JSON line for each experiment"],
];
