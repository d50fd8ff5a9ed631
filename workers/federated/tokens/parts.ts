import type { Digest, TextCodec } from "../../../src/core/bytes.ts";
import type { RandomBytes } from "../../../src/core/privacy/random.ts";
import type { PlanTokens } from "../../../src/core/protocol/plan.ts";
import type { NamedPlan } from "../agreed.ts";
import type { Net } from "../net.ts";

/** What a token is asked for with. */
export interface TokenAsking {
  readonly agreed: NamedPlan;
  readonly tokens: PlanTokens;
  /** The issuer's origin: the leader's. */
  readonly issuer: string;
  /** What the shop's server says of this session; null where the page has nothing of the kind. */
  readonly session: string | null;
  readonly net: Net;
  readonly random: RandomBytes;
  readonly text: TextCodec;
  readonly digest: Digest;
  /** Awaited between pieces of work. */
  readonly pause: () => Promise<void>;
  /** Called before a request leaves. */
  readonly onAsk: () => Promise<void>;
}

/** The code that makes tokens: a file of its own, which a reporter loads where a plan asks for one. */
export interface TokenParts {
  /**
   * A token for one report to the plan, of its issuer: RFC 9578, section 6. The issuer sees a blinded message, so that it does not know the token again. In words why this
   * device takes no part, where it cannot show what the plan asks for, or what comes back is no signature. Rejects as `net` does.
   */
  fetchToken(asking: TokenAsking): Promise<Uint8Array | string>;
}
