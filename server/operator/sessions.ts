import { createHash, createHmac, timingSafeEqual } from "node:crypto";

const SESSION_MS = 3_600_000;
const SESSION = /^([1-9][0-9]{0,14})\.([0-9a-f]{64})$/;

/**
 * Who has shown the token may look for an hour. A session is its end and a keyed hash of that: nothing is kept, so that every replica with the same
 * token knows it, and none longer than the token.
 */
export class Sessions {
  private readonly token: Buffer;
  private readonly key: Buffer;

  constructor(token: string) {
    this.token = sha256(token);
    this.key = sha256(`inkling operator session 1\0${token}`);
  }

  /** Undefined for another token, found out in the same time whatever it is. */
  begin(token: string, nowMs: number): { readonly session: string; readonly untilMs: number } | undefined {
    if (!timingSafeEqual(sha256(token), this.token)) return undefined;
    const untilMs = nowMs + SESSION_MS;
    return { session: `${untilMs}.${this.mac(untilMs).toString("hex")}`, untilMs };
  }

  holds(session: string, nowMs: number): boolean {
    const [, until, mac] = SESSION.exec(session) ?? [];
    if (until === undefined || mac === undefined) return false;
    return timingSafeEqual(Buffer.from(mac, "hex"), this.mac(Number(until))) && nowMs < Number(until);
  }

  private mac(untilMs: number): Buffer {
    return createHmac("sha256", this.key).update(String(untilMs)).digest();
  }
}

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();
