import type { Attestation } from "../src/core/protocol/plan.ts";
import { ATTESTATIONS, MOST_DIFFICULTY } from "../src/core/protocol/plan-tokens.ts";
import { numberOf } from "./number-of.ts";

/** Whom a leader gives tokens, by its flags. */
export interface IssuerFlags {
  readonly attestation: Attestation;
  readonly workBits: number;
  readonly sessionKey: string | undefined;
  readonly tokensPerAddress: number;
}

/** Ed25519, in hex. */
export const KEY: RegExp = /^[0-9a-f]{64}$/;

/** The options, or what is wrong with the flags. */
export function parseIssuerFlags(given: Readonly<Record<string, unknown>>): IssuerFlags | string {
  const attestation = ATTESTATIONS.find((known) => known === (given.attestation ?? "none"));
  if (attestation === undefined) return `--attestation must be ${ATTESTATIONS.join(", ")}`;
  const workBits = numberOf(given.workBits, 18);
  if (!(Number.isInteger(workBits) && workBits >= 1 && workBits <= MOST_DIFFICULTY))
    return `--work-bits must be a whole number from 1 to ${MOST_DIFFICULTY}`;
  const tokensPerAddress = numberOf(given.tokensPerAddress, 100);
  if (!(Number.isInteger(tokensPerAddress) && tokensPerAddress >= 1))
    return "--tokens-per-address must be a whole number above 0";
  const sessionKey = given.sessionKey === undefined ? undefined : String(given.sessionKey);
  if ((attestation === "shop-session") !== (sessionKey !== undefined) || (sessionKey && !KEY.test(sessionKey)))
    return "--session-key must be the Ed25519 key (64 hex digits) of the shop's server, with --attestation shop-session";
  return { attestation, workBits, sessionKey, tokensPerAddress };
}

/** The flags that say the same again, for the process of a leader. */
export const issuerFlags = ({ attestation, workBits, sessionKey, tokensPerAddress }: IssuerFlags): string[] => [
  ...["--attestation", attestation, "--work-bits", String(workBits)],
  ...["--tokens-per-address", String(tokensPerAddress)],
  ...(sessionKey === undefined ? [] : ["--session-key", sessionKey]),
];
