/** The basket as a cookie holds it: pure, shared by server and page. */

export interface BasketLine {
  /** A variant's id. */
  readonly variant: string;
  /** 1 to MOST_EACH. */
  readonly quantity: number;
}

export const MOST_EACH = 20;
export const MOST_LINES = 30;
/** Browsers keep about 4,096 bytes a cookie, its name and attributes included. */
const MOST_BYTES = 3_600;

const whole = (text: string): number => (/^\d{1,3}$/.test(text) ? Number(text) : 0);

const clamped = (quantity: number): number => Math.min(MOST_EACH, Math.max(0, Math.floor(quantity) || 0));

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
};

/** Reads `RUN-001-UK-7*2.KIT-004*1`; what cannot be read is left out. */
export function readBasket(value: string): BasketLine[] {
  const lines = value.split(".").map((part) => {
    const star = part.lastIndexOf("*");
    return { variant: decode(part.slice(0, star)), quantity: clamped(whole(part.slice(star + 1))) };
  });
  return lines.filter(({ variant, quantity }) => variant !== "" && quantity > 0).slice(0, MOST_LINES);
}

/** A dot would end a line, and encodeURIComponent leaves it and the star alone. */
const encode = (variant: string): string =>
  encodeURIComponent(variant).replace(/[.*'()]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** The cookie's value. Lines that no longer fit are left out, the last first. */
export function writeBasket(lines: readonly BasketLine[]): string {
  let value = "";
  for (const { variant, quantity } of lines.slice(0, MOST_LINES)) {
    const next = `${value === "" ? "" : `${value}.`}${encode(variant)}*${quantity}`;
    if (next.length > MOST_BYTES) break;
    value = next;
  }
  return value;
}

/** A basket in which this variant stands as often as said; 0 takes it out. */
export function setQuantity(lines: readonly BasketLine[], variant: string, quantity: number): BasketLine[] {
  const wanted = clamped(quantity);
  const others = lines.filter((line) => line.variant !== variant);
  if (wanted === 0) return others;
  const known = lines.some((line) => line.variant === variant);
  return known
    ? lines.map((line) => (line.variant === variant ? { variant, quantity: wanted } : line))
    : [...lines, { variant, quantity: wanted }];
}

export function addToBasket(lines: readonly BasketLine[], variant: string, quantity: number): BasketLine[] {
  const before = lines.find((line) => line.variant === variant)?.quantity ?? 0;
  return setQuantity(lines, variant, before + quantity);
}

export const countOf = (lines: readonly BasketLine[]): number => lines.reduce((sum, { quantity }) => sum + quantity, 0);

/** The basket's cookie, for the page and for a `Set-Cookie` header. */
export const BASKET_COOKIE = "basket";
export const basketCookie = (lines: readonly BasketLine[]): string =>
  `${BASKET_COOKIE}=${writeBasket(lines)}; Path=/; Max-Age=${lines.length === 0 ? 0 : 2_592_000}; SameSite=Lax`;

/** One cookie's value out of a `Cookie` header or `document.cookie`; empty when it is not there. */
export function readCookie(header: string, name: string): string {
  const found = header.split(/;\s*/).find((pair) => pair.startsWith(`${name}=`));
  return found?.slice(name.length + 1) ?? "";
}
