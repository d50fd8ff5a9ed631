import { randomBytes } from "node:crypto";
import type { ServeFlags } from "./serve-options.ts";

/** What may hold the token: unlike a command line, other users of the machine cannot read it. */
export const TOKEN_VARIABLE = "INKLING_OPERATOR_TOKEN";

/** What opens the operator page; where none was given one is made, and told on standard output alone. */
export function operatorToken({ operatorToken: given, url }: ServeFlags): string {
  const token = given ?? randomBytes(24).toString("base64url");
  console.log(`Operator page ${url}/operator${given === undefined ? `, token ${token}` : ""}`);
  return token;
}
