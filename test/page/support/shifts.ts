import { onTestFinished } from "vitest";
import { settle } from "./markup.ts";

/** Measures layout shifts, as web vitals do but without forgiving those after input: every moved thing counts. */
export function watchShifts(): () => Promise<number> {
  let sum = 0;
  const add = (entries: PerformanceEntryList): void => {
    // Layout Instability is in Chromium only, and so not in the DOM library's types.
    for (const entry of entries) sum += (entry as unknown as { readonly value: number }).value;
  };
  const observer = new PerformanceObserver((list) => add(list.getEntries()));
  observer.observe({ type: "layout-shift" });
  onTestFinished(() => observer.disconnect());
  return async () => {
    await settle();
    await settle();
    add(observer.takeRecords());
    return sum;
  };
}
