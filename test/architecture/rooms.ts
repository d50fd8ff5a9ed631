/** One row of the table in the design: which files are a room, and what they may import. Same-room imports are always allowed. */
export interface Room {
  readonly name: string;
  readonly files: RegExp;
  /** Other rooms; "*" for every one. */
  readonly rooms: readonly string[];
  /** npm packages, by name; a trailing * stands for any ending. */
  readonly packages: readonly string[];
  /** Whether it runs in Node and may use its built-in modules. */
  readonly node: boolean;
}

/** The doors: what package.json exports, what a bundle or a command starts with. Their own rooms do not import them. */
export const DOORS: readonly string[] = [
  "src/index.ts",
  "src/global.ts",
  "src/elements.ts",
  "src/consent.ts",
  "src/privacy.ts",
  "src/privacy-files.ts",
  "src/privacy-en.ts",
  "src/privacy-zh.ts",
  "src/debug.ts",
  "workers/engine.worker.ts",
  "workers/engine.worker.classic.ts",
  "workers/learned.ts",
  "workers/learner.worker.ts",
  "workers/reporter.worker.ts",
  "workers/tokens.ts",
  "workers/model/tfjs/wasm.ts",
  "workers/model/tfjs/webgpu.ts",
  "server/operator/page/operator.ts",
  "compiler/index.ts",
  "compiler/train/train.worker.ts",
  "cli/main.ts",
  "demo/main.ts",
  "bench/main.ts",
  "bench/server/subject.ts",
];

/** The first match decides. */
export const ROOMS: readonly Room[] = [
  { name: "core", files: /^src\/core\//, rooms: [], packages: [], node: false },
  { name: "page", files: /^src\//, rooms: ["core"], packages: [], node: false },
  { name: "workers/store", files: /^workers\/store\//, rooms: ["core"], packages: ["idb"], node: false },
  { name: "workers/serve", files: /^workers\/serve\//, rooms: ["core"], packages: [], node: false },
  { name: "workers/kernels", files: /^workers\/kernels\//, rooms: ["core"], packages: [], node: false },
  {
    name: "workers/model",
    files: /^workers\/model\//,
    rooms: ["core", "workers/kernels"],
    packages: ["@tensorflow/tfjs-*"],
    node: false,
  },
  {
    name: "workers/federated",
    files: /^workers\/federated\//,
    rooms: ["core"],
    packages: ["hpke", "@noble/ed25519", "@noble/hashes", "@cloudflare/blindrsa-ts"],
    node: false,
  },
  {
    name: "engine",
    files: /^workers\/engine[\w./-]*\.ts$/,
    rooms: ["core", "workers/store", "workers/serve", "workers/kernels"],
    packages: [],
    node: false,
  },
  {
    name: "learned parts",
    files: /^workers\/learned\.ts$/,
    rooms: ["core", "workers/serve", "workers/kernels"],
    packages: [],
    node: false,
  },
  {
    name: "learner",
    files: /^workers\/learner[\w./-]*\.ts$/,
    rooms: ["core", "workers/store", "workers/serve", "workers/kernels", "workers/model"],
    packages: [],
    node: false,
  },
  {
    name: "reporter",
    files: /^workers\/reporter[\w./-]*\.ts$/,
    rooms: ["core", "workers/store", "workers/serve", "workers/kernels", "workers/federated"],
    packages: [],
    node: false,
  },
  { name: "token parts", files: /^workers\/tokens\.ts$/, rooms: ["workers/federated"], packages: [], node: false },
  {
    name: "compiler",
    files: /^compiler\//,
    rooms: ["core", "workers/kernels", "workers/model"],
    packages: ["csv-parse", "fast-xml-parser"],
    node: true,
  },
  {
    name: "operator's API",
    files: /^server\/operator\/(api|models-api)\.ts$/,
    rooms: ["core"],
    packages: [],
    node: false,
  },
  {
    name: "operator page",
    files: /^server\/operator\/page\//,
    rooms: ["core", "operator's API"],
    packages: ["uplot"],
    node: false,
  },
  {
    name: "server",
    files: /^server\//,
    rooms: ["core", "operator's API"],
    packages: ["fastify", "@fastify/*", "prom-client", "libsql", "pg", "@electric-sql/pglite"],
    node: true,
  },
  {
    name: "lab",
    files: /^lab\//,
    rooms: ["core", "compiler", "server", "workers/kernels", "workers/model", "workers/federated"],
    packages: [],
    node: true,
  },
  {
    name: "cli",
    files: /^cli\//,
    rooms: ["core", "compiler", "server", "lab"],
    packages: ["cac", "playwright"],
    node: true,
  },
  // The shop knows Inkling as any shop does, by the package's name. The icons are data.
  { name: "demo", files: /^demo\//, rooms: [], packages: ["inkling", "@iconify-json/*"], node: true },
  { name: "bench", files: /^bench\//, rooms: ["*"], packages: ["*"], node: true },
  { name: "test", files: /^test\//, rooms: ["*"], packages: ["*"], node: true },
  { name: "scripts", files: /^(scripts\/|vite\.config\.ts$)/, rooms: [], packages: ["*"], node: true },
];

/** Inside core a file imports its own folder and the levels below, first to last. "." is the files beside the folders. */
export const CORE_LEVELS: readonly (readonly string[])[] = [
  ["."],
  ["text", "dot"],
  ["event", "catalogue"],
  ["bridge"],
  ["rank"],
  ["privacy"],
  ["protocol"],
];

export const roomOf = (path: string): Room | undefined => ROOMS.find(({ files }) => files.test(path));
