import { parseArgs } from "node:util";

export interface Options {
  readonly feed: string | undefined;
  readonly history: string | undefined;
  readonly port: number;
  readonly host: string;
}

export const USAGE = `The demo shop.

  npm start -- [--feed FILE] [--history FILE] [--port N] [--host NAME]

  --feed FILE     a product feed of your own: Google Merchant (TSV, XML), Shopify CSV or JSON Lines
  --history FILE  orders or events of that shop: JSON Lines or CSV with shopper, item, time and kind
  --port N        default 4173; when it is taken, the next free one
  --host NAME     default localhost; 0.0.0.0 to be reached from other machines`;

const DEFAULT_PORT = 4173;

/** Reads the command line. Throws a TypeError whose message says what to write instead. */
export function readOptions(args: readonly string[]): Options | "help" {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { feed: text, history: text, port: text, host: text, help: { type: "boolean", short: "h" } },
  });
  if (values.help === true) return "help";
  const port = Number(values.port ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new TypeError(`--port ${values.port} is no port: give a whole number from 0 to 65535.`);
  }
  if (values.history !== undefined && values.feed === undefined) {
    throw new TypeError("--history needs --feed: the demo's own goods come with their own history.");
  }
  return { feed: values.feed, history: values.history, port, host: values.host ?? "localhost" };
}
