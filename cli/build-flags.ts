/** Flag, argument and meaning, for the command's help. */
export const BUILD_FLAGS: readonly (readonly [flag: string, meaning: string])[] = [
  ["-o, --out <folder>", "Where catalog.json and its sections go"],
  ["--history <file>", "Orders or events (JSON Lines, CSV, TSV); may be repeated"],
  ["--neighbours <k>", "The most neighbours a product and channel, 1 to 64 (default 16)"],
  ["--min-users <n>", "Leave out pairs of products that fewer shoppers made (default 1)"],
  ["--max-bytes <n>", "The most bytes to transfer, as brotli (default 4194304)"],
  ["--ttl <seconds>", "How long pages may show prices and stock after fetching them (default 900)"],
  ["--sensitive <category>", "Keep and learn nothing about its products, by name or path; may be repeated"],
  ["--live", "Renew prices and stock of the catalogue in the folder, nothing else"],
  ["--train", "Train encoder and interest head on the history (minutes)"],
  ["--seed <n>", "With --train: everything that is drawn (default 1)"],
  ["--threads <n>", "With --train: trainings at once (default: as many as there are cores)"],
  ["--checkpoint <folder>", "With --train: keeps what is done, for a build that is killed (default .training in -o)"],
  ["--strict", "Build nothing when a single row is bad"],
];
