import type { Attestation } from "../../src/core/protocol/plan.ts";

/** What tokens are worth, for whoever runs the servers. */
export const WORTH: Readonly<Record<Attestation, string>> = {
  none: "tokens stop replays, not many fakes",
  pow: "tokens stop replays and make each fake device cost some work",
  "shop-session": "tokens stop replays and are given to sessions that the shop's server vouches for",
};
