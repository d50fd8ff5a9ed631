/** `npm start`: builds a catalogue from a feed and opens a shop that shows it. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
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
import { createShopServer } from "./server.ts";
import { openShop, type Shop, type Sign } from "./shop/shop.ts";
import { STUB } from "./stub.ts";

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

function sources({ feed, history }: Options): Compiling {
  const files = feed === undefined ? writeOwnGoods(BUILD) : { feed: given(feed), history: history && given(history) };
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

async function open(options: Options): Promise<string> {
  const compiling = sources(options);
  await compile(compiling);
  const shop = readShop(options.feed === undefined ? OWN : GIVEN, compiling.feed);
  const own = openAssets(join(ROOT, "demo", "styles"), join(BUILD, "client"));
  const server = createShopServer({
    shop,
    assets: { ...own, sdk: "/inkling/inkling.js", catalogue: catalogueAddress(compiling.folder), stub: STUB },
    pictures: openPictures(),
    folders: { assets: own.files, inkling: filesOf(DIST), catalogue: filesOf(compiling.folder) },
  });
  const port = await listen(server, options.port, options.host);
  return `${shop.name} is open: http://${options.host === "0.0.0.0" ? "localhost" : options.host}:${port}/`;
}

try {
  const options = readOptions(process.argv.slice(2));
  console.log(options === "help" ? USAGE : await open(options));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
