import { ALWAYS_SENSITIVE } from "../src/core/catalogue/sensitive.ts";

/**
 * Names of categories that tell of health, sex or faith (article 9 of the GDPR), as shops of several languages have them, besides those that every device knows: a
 * catalogue is marked by these as it is built, where no byte is short. Without accents, "and" in place of "&".
 */
const NAMES = [
  "health and wellness|health and personal care|health and household|drugstore|diabetes care|mental health|fertility",
  "adult toys|adult products|contraception|religious|religious goods|spirituality",
  "gesundheit|gesundheitspflege|gesundheit und wellness|medizin|arzneimittel|medikamente|apotheke|inkontinenz",
  "erotik|erotikartikel|sexspielzeug|kondome|verhutung|religiose artikel",
  "sante|medicaments|pharmacie|parapharmacie|erotique|erotisme|sextoys|jouets sexuels|preservatifs|articles religieux",
  "salud|medicamentos|farmacia|parafarmacia|juguetes sexuales|preservativos|articulos religiosos",
  "salute|farmaci|preservativi|religione|articoli religiosi",
  "健康|保健|医疗保健|保健品|医药|药品|医疗器械|成人用品|情趣用品|避孕套|安全套|计生用品|宗教|宗教用品",
].flatMap((names) => names.split("|"));

/** As names are compared that one shop writes like this and another like that: "Health & Wellness" and "health-and-wellness", "Santé" and "SANTE". */
const folded = (name: string): string =>
  name
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/&/g, " and ")
    .replace(/[\s_-]+/g, " ")
    .trim();

const FOLDED = new Set([...ALWAYS_SENSITIVE, ...NAMES].map(folded));

/** Whether a category of this name is sensitive; of "Health/Condoms" each part is a name. */
export const isCalledSensitive = (name: string): boolean =>
  [name, ...name.split("/")].some((part) => FOLDED.has(folded(part)));
