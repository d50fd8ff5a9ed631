/** Flag, argument and meaning, for the command's help: in a file of their own, which costs `inkling --help` nothing. */
export const SERVE_FLAGS: readonly (readonly [flag: string, meaning: string])[] = [
  ["--role <role>", "both (default: two processes), leader or helper"],
  ["--db <address>", "sqlite:FILE, pglite:FOLDER or postgres://... (default sqlite:inkling.db)"],
  ["--port <n>", "Default 8787, for a helper 8788; with both, the helper takes the next"],
  ["--host <address>", "Where to listen (default 127.0.0.1)"],
  ["--url <origin>", "This server as devices reach it (default http://localhost:PORT)"],
  ["--origin <origin>", "A shop whose pages may use it. May be repeated; none otherwise"],
  ["--task <file>", "What devices are asked for, as JSON. May be repeated (default: the head's last layer, epsilon 2)"],
  ["--helper-url <origin>", "leader: the helper as devices reach it"],
  ["--helper-address <origin>", "leader: the helper as this process reaches it (default: the same)"],
  ["--helper-key <hex>", "leader: the key that the helper signs with"],
  ["--leader-key <hex>", "helper: the key that the leader signs with"],
  ["--least-reports <n>", "helper: agree to no plan that opens fewer (default 100)"],
  ["--max-epsilon <e>", "helper: agree to no plan that costs a device more (default 4)"],
  ["--delta <d>", "helper: the delta that --max-epsilon is meant at, whatever a plan names (default 1e-6)"],
  ["--per-minute <n>", "Requests that one address may make in a minute (default 600)"],
  [
    "--trust-proxy [hops]",
    "Take addresses from X-Forwarded-For, as so many proxies of your own have set it (default 1)",
  ],
  ["--restored", "The store comes from a backup: abandon what was open then"],
  ["--show-key", "Print the key that this role signs with, and end"],
];
