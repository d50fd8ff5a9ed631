/** Minor-unit digits that are not two (ISO 4217). */
const NO_CENTS = new Set(["JPY", "KRW", "VND", "CLP", "ISK", "PYG", "UGX", "XAF", "XOF", "XPF", "RWF"]);
const THREE_DIGITS = new Set(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]);

/** `plain`: digits with a point for the decimals and nothing between thousands. `comma`: the decimals had a comma. */
export interface Decimal {
  readonly plain: string;
  readonly comma: boolean;
}

/** The digits with a point for the decimals and nothing between thousands. */
export function readDecimal(text: string, currency: string): Decimal | "ambiguous" | undefined {
  if (/^\d*\.?\d+$/.test(text) && !/^[1-9]\d{0,2}\.\d{3}$/.test(text)) return { plain: text, comma: false };
  const mark = text.includes(",") && text.lastIndexOf(",") > text.lastIndexOf(".") ? "," : ".";
  const other = mark === "," ? "." : ",";
  const parts = text.split(mark);
  if (text.includes(other)) return parts.length === 2 ? decimals(parts[0]!, other, parts[1]!, mark) : undefined;
  if (parts.length < 2) return undefined;
  if (parts.length > 2) return grouped(text, mark) ? { plain: parts.join(""), comma: false } : undefined;
  if (parts[1]!.length === 3 && /^[1-9]\d{0,2}$/.test(parts[0]!)) return threeDigits(parts, mark, currency);
  return /^\d+$/.test(parts[0]!) ? { plain: parts.join("."), comma: mark === "," } : undefined;
}

function decimals(whole: string, groupMark: string, fraction: string, mark: string): Decimal | undefined {
  if (!grouped(whole, groupMark) || !/^\d+$/.test(fraction)) return undefined;
  return { plain: `${whole.split(groupMark).join("")}.${fraction}`, comma: mark === "," };
}

/** Groups of three, or as in India of two, before a last group of three. */
function grouped(whole: string, mark: string): boolean {
  return whole.split(mark).every((group, at, all) => {
    if (at === 0) return /^\d{1,3}$/.test(group);
    return at === all.length - 1 ? /^\d{3}$/.test(group) : /^\d{2,3}$/.test(group);
  });
}

/** `1,299` and `1.299`: only a currency without cents, or with thousandths, says which it is. */
function threeDigits(parts: readonly string[], mark: string, currency: string): Decimal | "ambiguous" {
  if (NO_CENTS.has(currency)) return { plain: parts.join(""), comma: false };
  if (THREE_DIGITS.has(currency)) return { plain: parts.join("."), comma: mark === "," };
  return "ambiguous";
}
