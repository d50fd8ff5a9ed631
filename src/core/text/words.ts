const LATIN_ONLY = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}\p{P}\p{S}\p{Z}\p{M}\s]*$/u;
/** UAX #29's rules WB6, WB7, WB11 and WB12 in short: "e.l.f", "women's" and "8.5" are words, "8,50" is, "red,blue" is not. */
const RUN = /[\p{L}\p{N}\p{M}_]+(?:(?:[.'’]|(?<=\p{N}),(?=\p{N}))[\p{L}\p{N}\p{M}_]+)*/gu;
/** Made when first needed: some browsers have none, and most shops never need it. */
let segmenter: Intl.Segmenter | undefined;

/**
 * Lower-cased words: by Unicode's text segmentation (UAX #29), which knows the words of Chinese, Japanese and Thai, and
 * by runs of letters and digits where spaces tell words apart, which is ten times as fast. Compatibility forms are
 * folded (NFKC), so that full-width letters and ligatures match their plain ones.
 */
export function words(text: string): string[] {
  const folded = text.normalize("NFKC").toLowerCase();
  if (LATIN_ONLY.test(folded)) return folded.match(RUN) ?? [];
  segmenter ??= new Intl.Segmenter("en", { granularity: "word" });
  return Array.from(segmenter.segment(folded))
    .filter((segment) => segment.isWordLike)
    .map((segment) => segment.segment);
}
