import type { Reply, Request, RequestOf, Values } from "../../core/bridge/protocol.ts";

type Type = Request["type"];
export type Failure = Extract<Reply<never>, { readonly ok: false }>;
export type Answer<T extends Type> = Promise<Reply<Values[T]>>;

/** The worker went away before it answered: whether it did what was asked is not known. */
export const LOST = "lost";
export const TIMEOUT = "timeout";

/** What may have to open the store, or reads or writes all of it. */
export const STORE_LIMIT_MS = 10_000;

export const failure = (code: string, message: string): Failure => ({ ok: false, code, message });

/** One life of one worker. */
export interface Link {
  /** Posts at once; answers when the worker does, or with LOST when it goes away. */
  send<T extends Type>(request: RequestOf<T>): Answer<T>;
  /** The same, but a late answer becomes TIMEOUT, and the worker must then show that it lives. */
  within<T>(reply: Promise<Reply<T>>, limitMs?: number): Promise<Reply<T>>;
  /** Posts, with the request's own time limit. */
  ask<T extends Type>(request: RequestOf<T>, limitMs?: number): Answer<T>;
  close(message: string): void;
}
