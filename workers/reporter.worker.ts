import { parseFederation } from "../src/core/bridge/federation.ts";
import { secureRandom } from "../src/core/privacy/random.ts";
import type { TokenParts } from "./federated/tokens/parts.ts";
import { type Reported, report } from "./reporter.ts";
import { digest, text } from "./serve/here.ts";
import { openReportingStore } from "./store/reporting.ts";

/** Posted once; nothing more comes then. */
export type ReporterNotice = Reported | { readonly outcome: "failed"; readonly why: string };

/** An address, not an import: bundlers pass such a file on as it is. */
const TOKENS = new URL("./tokens.ts", import.meta.url);
const loadTokenParts = async (): Promise<TokenParts> =>
  (await import(/* @vite-ignore */ /* webpackIgnore: true */ TOKENS.href)).tokenParts;

const now = (): number => Date.now();
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The page says whom to report to, once. */
addEventListener("message", ({ data }: MessageEvent<unknown>) => {
  begin(data).then(
    (reported) => postMessage(reported satisfies ReporterNotice),
    (error: unknown) => postMessage({ outcome: "failed", why: String(error) } satisfies ReporterNotice),
  );
});

async function begin(data: unknown): Promise<Reported> {
  const federation = parseFederation(data);
  if (digest === undefined) throw new Error("the page is not served securely (https)");
  return report(federation, {
    now,
    random: secureRandom((bytes) => crypto.getRandomValues(bytes)),
    text,
    digest,
    loadTokenParts,
    pause: () => sleep(0),
    sleep,
    openStore: (onForeignChange) => openReportingStore({ name: "inkling", now, onLost() {}, onForeignChange }),
  });
}
