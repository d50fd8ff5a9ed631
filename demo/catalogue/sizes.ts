import type { Size, SizeName } from "./grammar.ts";

const same = (...labels: string[]): Size[] => labels.map((label) => [label, 1]);
const shoes = (from: number, to: number): Size[] =>
  same(...Array.from({ length: to - from + 1 }, (_, i) => `UK ${from + i}`));

const SIZES: Readonly<Record<Exclude<SizeName, "shoes">, readonly Size[]>> = {
  clothes: same("XS", "S", "M", "L", "XL"),
  gloves: same("S", "M", "L", "XL"),
  beans: [
    ["250 g", 1],
    ["1 kg", 3.5],
  ],
  tea: [
    ["50 g", 1],
    ["125 g", 2.2],
  ],
  cream: [
    ["30 ml", 1],
    ["50 ml", 1.5],
  ],
  wash: [
    ["250 ml", 1],
    ["500 ml", 1.7],
  ],
  petFood: [
    ["2 kg", 1],
    ["6 kg", 2.6],
    ["12 kg", 4.6],
  ],
  tyres: same("700 x 25", "700 x 28", "700 x 32"),
  pan: [
    ["20 cm", 1],
    ["24 cm", 1.2],
    ["28 cm", 1.4],
  ],
  planter: [
    ["14 cm", 1],
    ["20 cm", 1.5],
    ["28 cm", 2.2],
  ],
  skis: same("156 cm", "163 cm", "170 cm", "177 cm"),
  boards: same("149 cm", "154 cm", "158 cm"),
  bag: [
    ["Regular", 1],
    ["Long", 1.08],
  ],
  helmet: same("S", "M", "L"),
  collar: same("S", "M", "L"),
  petBed: [
    ["S", 1],
    ["M", 1.35],
    ["L", 1.8],
  ],
};

/** The sizes a product comes in; a shoe's run depends on whom its title says it is for. */
export function sizesOf(name: SizeName, title: string): readonly Size[] {
  if (name !== "shoes") return SIZES[name];
  if (title.includes("Women's")) return shoes(3, 8);
  return title.includes("Kids'") ? shoes(1, 5) : shoes(6, 12);
}
