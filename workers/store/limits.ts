import { RequestError } from "../../src/core/errors.ts";
import type { ShopEvent } from "../../src/core/event/event.ts";
import type { Setting, StoreLimits } from "./store.ts";

export const DEFAULT_LIMITS: StoreLimits = { events: 5_000, eventBytes: 2_000_000 };

/** The longest manifest that is kept, in characters. By itself, since those who only read need no other bound. */
export const MAX_MANIFEST_LENGTH = 1_000_000;

/** Bounds of everything else that is kept. Texts in characters. */
export const BOUNDS = {
  sectionBytes: 64_000_000,
  liveBytes: 16_000_000,
  /** Purchases remembered to know a repeated one by; the oldest are forgotten. */
  purchases: 5_000,
  settings: 100,
  settingLength: 4_096,
  keyLength: 200,
} as const;

/** What is left after a compaction, as a share of the limit: so that the next is not due at once. */
const KEPT_SHARE = 0.75;

/** How many of the oldest events to fold; 0 while both limits hold. */
export function eventsToFold(size: { readonly events: number; readonly bytes: number }, limits: StoreLimits): number {
  if (size.events <= limits.events && size.bytes <= limits.eventBytes) return 0;
  const meanBytes = size.bytes / size.events;
  const kept = Math.min(limits.events * KEPT_SHARE, (limits.eventBytes * KEPT_SHARE) / meanBytes);
  return size.events - Math.min(size.events, Math.floor(kept));
}

/** About what an event takes in a browser's store: a byte a character and some for every field. Good to a factor of two. */
export function estimateBytes(event: ShopEvent): number {
  const fields: unknown[] = Object.values({ ...event, ...event.placement }).flat();
  return fields.reduce<number>((sum, field) => sum + String(field).length + 4, 32);
}

/** What a purchase is known by when it is reported again, as when a receipt page is reloaded; undefined for all else. */
export function purchaseKey({ kind, transaction, item }: ShopEvent): string | undefined {
  return kind === "purchase" && transaction !== undefined ? JSON.stringify([transaction, item]) : undefined;
}

export function checkLength(name: string, length: number, max: number): void {
  if (length > max) throw new RequestError(`${name} is ${length} long; the store takes at most ${max}`);
}

/** @param sizeBytes Of all sections together. */
export function checkSectionBytes(sizeBytes: number): void {
  checkLength("the catalogue, in bytes,", sizeBytes, BOUNDS.sectionBytes);
}

export function checkSetting(key: string, value: Setting | undefined): void {
  checkLength("the setting's key", key.length, BOUNDS.keyLength);
  checkLength(`setting ${key}`, JSON.stringify(value)?.length ?? 0, BOUNDS.settingLength);
}

export function checkSettingCount(count: number): void {
  if (count >= BOUNDS.settings) throw new RequestError(`the store takes at most ${BOUNDS.settings} settings`);
}
