/** Flag, argument and meaning, for the command's help: in a file of their own, which costs `inkling --help` nothing. */
export const EVAL_FLAGS: readonly (readonly [flag: string, meaning: string])[] = [
  ["--items <file>", "Products: any feed, or a RecBole .item file"],
  ["--sequences <file>", "A user a line: user item item ...; or a RecBole .inter file. Leave-one-out"],
  ["--train-file <file>", "Sessions to learn from: one a line, or SessionId, ItemId, Time. May be repeated"],
  ["--test-file <file>", "Sessions to ask about: item item | target a line, or a table. May be repeated"],
  ["--neighbours <k>", "The most neighbours a product and channel, 1 to 64 (default 16)"],
  ["--no-history", "Learn from the products alone"],
  ["--train", "Train encoder and interest head on the training part (minutes); --seed draws"],
  ["--own-training", "Instead: train a device a user on the user's own sequence, and tell what that changes"],
  ["--split <name>", "test (default) or validation; choose by validation, read test once"],
  ["--seed <n>", "For samples, hidden products and intervals (default 1)"],
  ["--sample <n>", "Ask at most so many questions, drawn by the seed"],
  ["--renumber <seed>", "First give all items other ids and shuffle all rows: no figure may change"],
  ["--table", "Also 8, 16, 32 and 64 neighbours, each against the row above"],
  ["--json", "Print one JSON line"],
];
