import type { Overview, SessionAnswer } from "../api.ts";
import type { PauseRequest, RollBackRequest, TaskModels } from "../models-api.ts";

/** What became of a request. "refused": the token or the session is none. "often": too many attempts. "gone": what was asked cannot be done any more. "away": no answer that can be used. */
export type Reply<T> = { readonly value: T } | { readonly problem: "refused" | "often" | "gone" | "away" };

const LIMIT_MS = 10_000;
const KEY = "inkling-operator-session";

/** The session lives as long as the tab, in no cookie, and is sent to this server alone. */
export const session = {
  read: (): string | null => sessionStorage.getItem(KEY),
  keep: ({ session: value }: SessionAnswer): void => sessionStorage.setItem(KEY, value),
  forget: (): void => sessionStorage.removeItem(KEY),
};

async function ask<T>(path: string, body?: object): Promise<Reply<T>> {
  try {
    const held = session.read();
    const response = await fetch(`/operator/api/${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(held !== null && { authorization: `Bearer ${held}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    if (response.status === 401) return { problem: "refused" };
    if (response.status === 429) return { problem: "often" };
    if (response.status === 409) return { problem: "gone" };
    if (!response.ok) return { problem: "away" };
    // The server is of the same release as this page and checks what it says by the same types.
    return { value: (await response.json()) as T };
  } catch {
    return { problem: "away" };
  }
}

export const logIn = (token: string): Promise<Reply<SessionAnswer>> => ask("session", { token });
export const modelsOf = (task: string): Promise<Reply<TaskModels>> => ask(`models?task=${encodeURIComponent(task)}`);
export const rollBack = (request: RollBackRequest): Promise<Reply<TaskModels>> => ask("roll-back", request);
export const pause = (request: PauseRequest): Promise<Reply<TaskModels>> => ask("pause", request);
export const overview = (): Promise<Reply<Overview>> => ask("overview");
