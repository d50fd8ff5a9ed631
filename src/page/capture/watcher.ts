/** Records one event now. */
export type Track = (name: string, params: Readonly<Record<string, unknown>>) => void;

/** Told when an element becomes half visible on a visible page, and when it ceases to be. */
export interface Watcher {
  start(element: Element): void;
  stop(element: Element): void;
}
