/**
 * The canonical text of a name that a page or a feed uses for a product: what is hashed into the alias section and what
 * is looked up in it. aliasKey(aliasKey(x)) = aliasKey(x).
 *
 * - White space around it goes, Unicode becomes NFC. Case stays: a shop's ids are opaque, and two may differ in case
 *   alone.
 * - An address becomes its path, without query, fragment and trailing slash; percent escapes of non-ASCII letters are
 *   decoded. `/collections/sale/products/x` and `/en-gb/products/x` become `/products/x`, since all are one page.
 * - `shopify_US_123_456` becomes `shopify_123_456`, since a feed does not know which country's feed a page will name;
 *   `shopify_US_123` and `gid://shopify/Product/123` become `123`.
 * - A GTIN of 12 to 14 digits loses its leading zeros, which spreadsheets drop and UPC and EAN write differently.
 */
export function aliasKey(raw: string): string {
  const text = raw.normalize("NFC").trim();
  return shopifyKey(text) ?? pathKey(text) ?? (/^0\d{11,13}$/.test(text) ? text.replace(/^0+(?=\d)/, "") : text);
}

function shopifyKey(text: string): string | undefined {
  const both = /^shopify_(?:[a-z]{2}_)?(\d+)_(\d+)$/i.exec(text);
  if (both !== null) return `shopify_${both[1]}_${both[2]}`;
  return /^shopify_[a-z]{2}_(\d+)$/i.exec(text)?.[1] ?? /^gid:\/\/shopify\/[a-z]+\/(\d+)$/i.exec(text)?.[1];
}

/** The path of an absolute, protocol-relative or root-relative address; undefined for anything else. */
function pathKey(text: string): string | undefined {
  const path = /^(?:(?:https?:)?\/\/[^/?#]*|(?=\/))([^?#]*)/i.exec(text)?.[1];
  if (path === undefined) return undefined;
  const plain = path
    .replace(/(?:%[0-9a-f]{2})+/gi, decodeLetters)
    .normalize("NFC")
    .replace(/^\/+/, "/")
    .replace(/[\s/]+$/, "")
    .replace(/\s/g, "%20");
  const product = /^(?:\/[a-z]{2}(?:-[a-z]{2})?)?(?:\/collections\/[^/]+)?(\/products\/[^/]+)$/i.exec(plain)?.[1];
  return product ?? (plain === "" ? "/" : plain);
}

/** Decodes what is not ASCII; escapes of ASCII stay, in upper case, so that a decoded `%` or `/` changes no meaning. */
function decodeLetters(escapes: string): string {
  try {
    return decodeURIComponent(escapes).replace(/[\0-\x7f]/g, escapeAscii);
  } catch {
    return escapes.toUpperCase();
  }
}

function escapeAscii(character: string): string {
  return `%${character.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`;
}
