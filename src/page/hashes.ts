/** Names and hashes, one after the other; the build puts them here (scripts/integrity.mjs). */
const HASHES = "@integrity-of-others".split(" ");

/** The hash that a file beside the script must have, as an integrity attribute takes it; empty where none is known, as in what no build has made. */
export const hashOf = (name: string): string => {
  const at = HASHES.indexOf(name);
  return (at < 0 ? undefined : HASHES[at + 1]) ?? "";
};
