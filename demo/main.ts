/** `npm start`: builds a catalogue from a feed, opens a shop that shows it, and beside it the servers that add up what devices learn. */
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { readFeed } from "inkling/compiler";
import { openAssets } from "./assets.ts";
import { type Compiling, compile } from "./compile.ts";
import { writeOwnGoods } from "./feed-file.ts";
import { filesOf } from "./http/files.ts";
import { listen } from "./listen.ts";
import { type Options, readOptions, USAGE } from "./options.ts";
import { openPictures } from "./pictures/pictures.ts";
import { openDoor } from "./server.ts";
import { openShop, type Shop, type Sign } from "./shop/shop.ts";
import { STUB } from "./stub.ts";
import { openServers, type Servers } from "./together/servers.ts";
import { DEMO_TASK } from "./together/task.ts";

/** The repository: this file is bundled to build/demo/server.js. */
const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const BUILD = join(ROOT, "build", "demo");
const DIST = join(ROOT, "dist");

/** A file named on the command line, from where the command was typed. */
function given(path: string): string {
  const file = resolve(process.env.INIT_CWD ?? process.cwd(), path);
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
  return file;
}

interface Sources extends Compiling {
  /** What new models are measured by; undefined where there is nothing that the catalogue was not made of. */
  readonly holdOut: string | undefined;
}

function sources({ feed, history }: Options): Sources {
  const files =
    feed === undefined
      ? writeOwnGoods(BUILD)
      : { feed: given(feed), history: history && given(history), holdOut: undefined };
  return { command: join(DIST, "cli.js"), folder: join(BUILD, "catalogue"), ...files };
}

const OWN: Sign = { name: "Pebblewick", slogan: "Good things for days out and days in." };
const GIVEN: Sign = { name: "Your shop", slogan: "Your shop, arranged by the device that looks at it." };

function readShop(sign: Sign, feed: string): Shop {
  return openShop(sign, readFeed(readFileSync(feed), basename(feed)).products);
}

/** Another feed on the same port is another catalogue: devices must not take one for the other. */
function catalogueAddress(folder: string): string {
  const hash = createHash("sha256").update(readFileSync(join(folder, "catalog.json")));
  return `/catalogue/catalog.json?v=${hash.digest("hex").slice(0, 12)}`;
}

interface Open {
  readonly words: string;
  /** Ends when the servers have, on their own or told to. */
  readonly over: Promise<void>;
  close(): Promise<void>;
}

async function open(options: Options): Promise<Open> {
  const compiling = sources(options);
  await compile(compiling);
  const shop = readShop(options.feed === undefined ? OWN : GIVEN, compiling.feed);
  const own = openAssets(join(ROOT, "demo", "styles"), join(BUILD, "client"));
  // Its port is known before the servers start, whom the shop's origin has to be told.
  const server = createServer();
  const port = await listen(server, options.port, options.host);
  const host = options.host === "0.0.0.0" ? "localhost" : options.host;
  const folder = mkdtempSync(join(tmpdir(), "inkling-demo-"));
  const forget = (): void => rmSync(folder, { recursive: true, force: true });
  process.once("exit", forget);
  const origins = [...new Set([host, "localhost", "127.0.0.1"])].map((name) => `http://${name}:${port}`);
  const { command, holdOut, folder: catalogue } = compiling;
  const servers = await openServers({
    command,
    folder,
    origins,
    task: DEMO_TASK,
    holdOut: holdOut === undefined ? undefined : { history: holdOut, catalogue },
  });
  openDoor(server, {
    shop,
    assets: {
      ...own,
      ...{ sdk: "/inkling/inkling.js", catalogue: catalogueAddress(compiling.folder), stub: STUB },
      federation: servers.federation,
    },
    pictures: openPictures(),
    folders: { assets: own.files, inkling: filesOf(DIST), catalogue: filesOf(compiling.folder) },
  });
  const close = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await servers.close();
  };
  return { words: welcome(shop.name, `http://${host}:${port}/`, servers), over: servers.over, close };
}

const welcome = (name: string, address: string, { leader, operatorToken, logFile }: Servers): string => `
${name} is open:  ${address}
Operator page:  ${leader}/operator  (token ${operatorToken})
Public log:     ${leader}/v1/log/head
What the servers write: ${logFile}

Open the shop in two browsers (a private window is one), look around, and switch on "Help the shop learn" under "Your device" in both. A round takes a
minute. Ctrl-C ends everything.
`;

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === "help") return console.log(USAGE);
  let told = false;
  let stop: () => unknown = () => process.exit(130);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop());
  const { words, over, close } = await open(options);
  stop = () => {
    told = true;
    return close();
  };
  console.log(words);
  await over;
  if (told) return;
  console.error("The servers have ended, and with them the shop.");
  process.exitCode = 1;
  await close();
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
