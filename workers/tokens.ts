import { fetchToken } from "./federated/tokens/fetch.ts";
import type { TokenParts } from "./federated/tokens/parts.ts";

/** What a reporter loads, by its address, where a plan asks for a token. */
export const tokenParts: TokenParts = { fetchToken };
