import type { PictureKey } from "./address.ts";
import { COLOURS } from "./colours.ts";
import { type Icon, icon } from "./icons.ts";
import { fromHex, type Oklch, toHex } from "./oklch.ts";
import { tintOf } from "./tints.ts";

/** The tones of one scene: a pale ground in the product's colour and its two darker companions. */
interface Tones {
  readonly ground: string;
  readonly shape: string;
  readonly shadow: string;
}

const SCENES: readonly ((shape: string) => string)[] = [
  (shape) => `<circle cx="200" cy="196" r="146" fill="${shape}"/>`,
  (shape) => `<path fill="${shape}" d="M76 400V190a124 124 0 0 1 248 0v210Z"/>`,
  (shape) => `<path fill="${shape}" d="M0 268h400v132H0Z"/>`,
  (shape) => `<path fill="${shape}" d="M400 0v400H0Z"/>`,
  (shape) => `<circle cx="304" cy="112" r="132" fill="${shape}"/><circle cx="72" cy="336" r="72" fill="${shape}"/>`,
  (shape) => `<rect width="296" height="296" x="52" y="48" fill="${shape}" rx="56" transform="rotate(8 200 196)"/>`,
];

/** Where a label sits on its carrier, on the icon's grid: centre and size. */
const LABELS: Readonly<Record<string, readonly [x: number, y: number, size: number]>> = {
  pouch: [15.8, 19, 9.4],
  tin: [15.5, 20.8, 8.6],
  packet: [15.2, 20.6, 13],
  cover: [17, 16, 10],
  box: [16, 13.7, 12],
  tube: [15.8, 13, 7.2],
  "shampoo-bottle": [15.8, 19.5, 6.8],
  "lotion-bottle": [16, 21, 8],
};

const GREY_CHROMA = 0.03;
const WARM: Oklch = { lightness: 0.9, chroma: 0.04, hue: 1.3 };

function tonesFor(colour: Oklch, scene: number, tinted: boolean): Tones {
  // A tinted thing on a ground of exactly its own hue would sink into it: each scene turns the hue a little.
  const turn = tinted ? ((scene % 3) - 1) * 0.55 : 0;
  const hue = colour.chroma < GREY_CHROMA ? WARM.hue + scene : colour.hue + turn;
  const light = colour.lightness > 0.85 ? 0.86 : 0.92;
  return {
    ground: toHex({ lightness: light, chroma: 0.045, hue }),
    shape: toHex({ lightness: light - 0.05, chroma: 0.065, hue }),
    shadow: toHex({ lightness: 0.45, chroma: 0.06, hue }),
  };
}

/** The icon's body with its tintable fills in the product's colour, each as much lighter or darker than the first as it was. */
function tinted(found: Icon, fills: readonly string[], colour: Oklch): string {
  const base = fromHex(fills[0] ?? "#000000").lightness;
  return fills.reduce((body, fill) => {
    const lightness = Math.min(0.98, Math.max(0.12, colour.lightness + (fromHex(fill).lightness - base) * 0.9));
    return body.replaceAll(fill, toHex({ ...colour, lightness }));
  }, found.body);
}

const labelled = (carrier: string, label: string): string => {
  const [x, y, size] = LABELS[carrier] ?? [16, 16, 10];
  return `<svg x="${x - size / 2}" y="${y - size / 2}" width="${size}" height="${size}" viewBox="0 0 32 32">${label}</svg>`;
};

/** A product's picture: its icon in its colour on a coloured ground. Undefined when icon, label or colour is unknown. */
export function picture(key: PictureKey): string | undefined {
  const found = icon(key.icon);
  const label = key.label === undefined ? undefined : icon(key.label);
  const hex = Object.hasOwn(COLOURS, key.colour) ? COLOURS[key.colour] : undefined;
  if (found === undefined || hex === undefined || (key.label !== undefined && label === undefined)) return undefined;
  const colour = fromHex(hex);
  const fills = tintOf(key.icon, found.drawn);
  const scene = key.pose % SCENES.length;
  const tones = tonesFor(colour, scene, fills.length > 0);
  const body = fills.length === 0 ? found.body : tinted(found, fills, colour);
  const mirror = key.pose >= SCENES.length ? ' transform="matrix(-1 0 0 1 32 0)"' : "";
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="400" height="400">` +
    `<path fill="${tones.ground}" d="M0 0h400v400H0Z"/>${SCENES[scene]?.(tones.shape)}` +
    `<ellipse cx="200" cy="318" fill="${tones.shadow}" fill-opacity=".22" rx="92" ry="11"/>` +
    `<svg x="84" y="82" width="232" height="232" viewBox="0 0 32 32"><g${mirror}>${body}</g>` +
    `${label === undefined ? "" : labelled(key.icon, label.body)}</svg></svg>`
  );
}
