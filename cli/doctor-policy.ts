/** What a page needs of its Content-Security-Policy: a source in a directive. */
export interface Need {
  readonly directive: "worker-src" | "script-src" | "connect-src" | "trusted-types";
  /** An origin, `blob:`, or the name of a trusted types policy. */
  readonly source: string;
}

type Directives = ReadonlyMap<string, readonly string[]>;

/** Which directive is asked where one is missing (CSP level 3, section 6.8.3). */
const FALLBACK: Readonly<Record<Need["directive"], readonly string[]>> = {
  "worker-src": ["worker-src", "child-src", "script-src", "default-src"],
  "script-src": ["script-src-elem", "script-src", "default-src"],
  "connect-src": ["connect-src", "default-src"],
  "trusted-types": ["trusted-types"],
};

/** The policy with what it lacks of these needs; the same text where it lacks nothing. `origin`: the page's. */
export function amended(policy: string, needs: readonly Need[], origin: string): string {
  let directives: Directives = parsed(policy);
  let changed = false;
  for (const { directive, source } of needs) {
    const asked = FALLBACK[directive].find((name) => directives.has(name));
    const sources = asked === undefined ? undefined : directives.get(asked);
    if (sources === undefined || allows(sources, source, directive, origin)) continue;
    const own = directive === "script-src" && asked === "script-src-elem" ? "script-src-elem" : directive;
    const kept = sources.filter((one) => one !== "'none'" && (own !== "worker-src" || isPlace(one)));
    directives = new Map([...directives, [own, [...kept, source]]]);
    changed = true;
  }
  return changed ? [...directives].map(([name, sources]) => [name, ...sources].join(" ")).join("; ") : policy;
}

/** Of two directives of one name the first counts. */
function parsed(policy: string): Directives {
  const directives = new Map<string, readonly string[]>();
  for (const text of policy.split(";")) {
    const [name = "", ...sources] = text.trim().split(/\s+/);
    if (name !== "" && !directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), sources);
  }
  return directives;
}

/** Nonces and hashes are of scripts, and mean nothing to workers. */
const isPlace = (source: string): boolean => !source.startsWith("'") || source === "'self'";

function allows(sources: readonly string[], wanted: string, directive: Need["directive"], origin: string): boolean {
  // Scripts and workers that a trusted script starts are trusted.
  if (/script|worker/.test(directive) && sources.includes("'strict-dynamic'")) return true;
  if (directive === "trusted-types") return sources.includes(wanted) || sources.includes("*");
  return sources.some((source) => matches(source.toLowerCase(), wanted, origin));
}

/** Whether a source expression lets a whole origin, or `blob:`, in. */
function matches(source: string, wanted: string, origin: string): boolean {
  if (wanted.endsWith(":")) return source === wanted;
  if (source === "*") return true;
  if (source === "'self'") return wanted === origin;
  const { protocol, host, hostname } = new URL(wanted);
  if (source.endsWith(":")) return source === protocol;
  const [, scheme, name = "", path = ""] = /^(?:([a-z]+:)\/\/)?([^/]+)(\/.*)?$/.exec(source) ?? [];
  if ((scheme !== undefined && scheme !== protocol) || path.length > 1) return false;
  if (name.startsWith("*.")) return hostname.endsWith(name.slice(1).replace(/:\d+$/, ""));
  return name === host;
}
