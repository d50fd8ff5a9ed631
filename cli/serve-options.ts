import type { Role } from "../server/serve.ts";
import type { HoldOutFiles } from "./hold-out.ts";
import { type IssuerFlags, KEY, parseIssuerFlags } from "./issuer-options.ts";
import { listOf } from "./list-of.ts";
import { numberOf } from "./number-of.ts";

/** `inkling serve`'s flags, checked. */
export interface ServeFlags {
  readonly role: Role | "trainer" | "both" | "single";
  readonly db: string;
  readonly port: number;
  readonly host: string;
  readonly url: string;
  readonly origins: readonly string[];
  readonly tasks: readonly string[];
  readonly helper: { readonly origin: string; readonly address: string; readonly signKey: string } | undefined;
  readonly leaderKey: string | undefined;
  readonly leastReports: number;
  readonly maxEpsilon: number;
  readonly delta: number;
  /** Undefined where one is to be made. */
  readonly operatorToken: string | undefined;
  readonly perMinute: number;
  readonly issuer: IssuerFlags;
  readonly proxyHops: number;
  readonly restored: boolean;
  readonly showKey: boolean;
  /** Undefined where a trainer is to have no gate. */
  readonly holdOut: HoldOutFiles | undefined;
  readonly ungated: boolean;
  readonly canaryShare: number;
}

/** Nobody guesses so many characters at ten attempts a minute. */
const TOKEN = /^.{16,256}$/;

type Given = Readonly<Record<string, unknown>>;

const ROLES = ["both", "leader", "helper", "trainer", "single"] as const;
const PORTS = { both: 8_787, leader: 8_787, helper: 8_788, trainer: 8_789, single: 8_787 } as const;
/** With both, the helper and the trainer take the next two. */
const MOST_PORT = 65_533;
/** One in 100,000: beyond, a limit on epsilon says little. */
const MOST_DELTA = 1e-5;
const MOST_HOPS = 10;

/** The options, or what is wrong with the flags. */
export function parseServeFlags(given: Given): ServeFlags | string {
  const role = given.role === undefined ? "both" : ROLES.find((known) => known === given.role);
  if (role === undefined) return `--role must be ${ROLES.join(", ")}`;
  const port = numberOf(given.port, PORTS[role]);
  if (!(Number.isInteger(port) && port >= 1 && port <= MOST_PORT))
    return `--port must be a whole number from 1 to ${MOST_PORT}`;
  const url = originOf(given.url ?? `http://localhost:${port}`);
  if (url === undefined) return "--url must be an origin, such as https://inkling.example";
  const origins = listOf(given.origin).map(originOf);
  if (!origins.every((origin) => origin !== undefined))
    return "--origin must be an origin, such as https://shop.example";
  const leastReports = numberOf(given.leastReports, 100);
  if (!(Number.isInteger(leastReports) && leastReports >= 1)) return "--least-reports must be a whole number above 0";
  const maxEpsilon = numberOf(given.maxEpsilon, 4);
  if (!(maxEpsilon > 0)) return "--max-epsilon must be above 0";
  const delta = numberOf(given.delta, 1e-6);
  if (!(delta > 0 && delta <= MOST_DELTA)) return `--delta must be above 0 and at most ${MOST_DELTA}`;
  const perMinute = numberOf(given.perMinute, 600);
  if (!(Number.isInteger(perMinute) && perMinute >= 1)) return "--per-minute must be a whole number above 0";
  const issuer = parseIssuerFlags(given);
  if (typeof issuer === "string") return issuer;
  const proxyHops = given.trustProxy === true ? 1 : numberOf(given.trustProxy, 0);
  if (!(Number.isInteger(proxyHops) && proxyHops >= 0 && proxyHops <= MOST_HOPS))
    return `--trust-proxy must be a whole number up to ${MOST_HOPS}`;
  const operatorToken = given.operatorToken === undefined ? undefined : String(given.operatorToken);
  if (operatorToken !== undefined && !TOKEN.test(operatorToken))
    return "the operator's token must have 16 to 256 characters";
  const shared = {
    ...{ role, port, url, origins, leastReports, maxEpsilon, delta, perMinute, issuer, proxyHops, operatorToken },
    db: given.db === undefined ? "sqlite:inkling.db" : String(given.db),
    host: given.host === undefined ? "127.0.0.1" : String(given.host),
    tasks: listOf(given.task).map(String),
    restored: given.restored === true,
    showKey: given.showKey === true,
  };
  const training = trainingOf(given, role, shared.db);
  if (typeof training === "string") return training;
  const peers = peersOf(given, shared.showKey ? "both" : role);
  return typeof peers === "string" ? peers : { ...shared, ...training, ...peers };
}

function trainingOf(
  given: Given,
  role: ServeFlags["role"],
  db: string,
): Pick<ServeFlags, "holdOut" | "ungated" | "canaryShare"> | string {
  const history = listOf(given.holdOut).map(String);
  const catalogue = given.catalogue === undefined ? undefined : String(given.catalogue);
  const ungated = given.ungated === true;
  const canaryShare = numberOf(given.canaryShare, 0);
  const isGiven = history.length > 0 || catalogue !== undefined || ungated || given.canaryShare !== undefined;
  if ((role === "leader" || role === "helper") && isGiven)
    return "--hold-out, --catalogue, --ungated and --canary-share are for a trainer, or a single server";
  if (role === "trainer" && db.startsWith("pglite:"))
    return "a trainer shares the leader's database, and PGlite is for one process: take sqlite:FILE or postgres://...";
  if (history.length > 0 !== (catalogue !== undefined))
    return "--hold-out FILE and --catalogue FOLDER go together: products of one are looked up in the other";
  if (ungated && history.length > 0) return "--ungated is for a trainer without --hold-out";
  if (!(canaryShare >= 0 && canaryShare < 1)) return "--canary-share must be from 0 to less than 1";
  return { ungated, canaryShare, holdOut: catalogue === undefined ? undefined : { catalogue, history } };
}

type Peers = Pick<ServeFlags, "helper" | "leaderKey">;

function peersOf(given: Given, role: ServeFlags["role"]): Peers | string {
  const [helperKey, leaderKey] = [given.helperKey, given.leaderKey].map((key) =>
    key === undefined ? undefined : String(key),
  );
  if (role === "helper") {
    if (leaderKey === undefined || !KEY.test(leaderKey))
      return "--leader-key must be what the leader's --show-key prints";
    return { leaderKey, helper: undefined };
  }
  if (role === "single" && (given.helperUrl ?? given.helperAddress ?? helperKey ?? leaderKey) !== undefined)
    return "a single server has no helper: leave out --helper-url, --helper-address, --helper-key and --leader-key";
  if (role === "both" || role === "trainer" || role === "single") return { leaderKey: undefined, helper: undefined };
  const origin = originOf(given.helperUrl);
  const address = originOf(given.helperAddress ?? given.helperUrl);
  if (origin === undefined || address === undefined)
    return "--helper-url must be the helper's origin, such as https://helper.example";
  if (helperKey === undefined || !KEY.test(helperKey))
    return "--helper-key must be what the helper's --show-key prints";
  return { leaderKey: undefined, helper: { origin, address, signKey: helperKey } };
}

function originOf(value: unknown): string | undefined {
  if (typeof value !== "string" || !URL.canParse(value)) return undefined;
  const { protocol, origin, pathname, search } = new URL(value);
  return /^https?:$/.test(protocol) && pathname === "/" && search === "" ? origin : undefined;
}
