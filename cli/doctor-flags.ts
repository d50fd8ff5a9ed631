/** Flag, argument and meaning, for the command's help. */
export const DOCTOR_FLAGS: readonly (readonly [flag: string, meaning: string])[] = [
  ["--timeout <seconds>", "How long the page may take to load, and Inkling to start, 1 to 300 (default 30)"],
  ["--insecure", "Open the page whoever signed its certificate"],
  [
    "--user <name:password>",
    "What the page's server asks for, as a shop that is not open yet does (basic authentication)",
  ],
  ["--json", "Print one JSON line"],
];
