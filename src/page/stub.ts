/**
 * What a page puts before the script tag, so that calls made before the script has loaded are kept, in order and with
 * their time. Before and after, `inkling(method, ...arguments)` gives a promise of what the method gives; after load
 * the methods are there as well: `inkling.track(...)`.
 */
export const STUB =
  "window.inkling=window.inkling||function(){var a=arguments;return new Promise(function(r){(inkling.q=inkling.q||[]).push([a,Date.now(),r])})}";

/** One call the stub kept: its arguments, when it was made, and how to answer it. */
export type StubCall = readonly [args: Iterable<unknown>, at: number, resolve: (value: unknown) => void];

export interface Stub {
  (method: string, ...args: readonly unknown[]): Promise<unknown>;
  readonly q?: readonly StubCall[];
}
