import type { ENGLISH } from "./english.ts";

export type WordKey = keyof typeof ENGLISH;
/**
 * What the panel says in a language. Reasons are English sentences of the engine's: another language has `reason_` and the reason's code, with `{name}` for what it
 * names.
 */
export type Words = Readonly<Record<WordKey, string>> & Readonly<Partial<Record<`reason_${string}`, string>>>;

/** Says a key in the panel's language. */
export type Say = (key: WordKey, values?: Readonly<Record<string, string | number>>) => string;

/** What a language needs besides its words. */
export interface Speech {
  readonly say: Say;
  /** BCP 47, for numbers and dates. */
  readonly locale: string;
  /** Words for a reason's code; undefined where the engine's own stand. */
  reason(code: string, name: string): string | undefined;
}

export function speechOf(words: Words, locale: string): Speech {
  const fill = (text: string, values: Readonly<Record<string, string | number>> = {}): string =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
  return {
    say: (key, values) => fill(words[key] ?? key, values),
    locale,
    reason: (code, name) => {
      const text = words[`reason_${code}`];
      return text && fill(text, { name });
    },
  };
}
