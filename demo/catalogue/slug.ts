/** A text as a piece of an address: "Bourrée Men's Tee" gives "bourree-mens-tee". Empty when nothing is left. */
export function slug(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/['’\p{M}]/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 80);
}
