import { COLOURS, colourFor } from "./colours.ts";
import { fromHex, toHex } from "./oklch.ts";

const escapeXml = (text: string): string => text.replace(/[<>&"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** A picture for a product that has none: the title's initials, or a bag when it has no letters. */
export function placeholder(letters: string): string {
  const { hue } = fromHex(COLOURS[colourFor(letters)] ?? "#a49e93");
  const ground = toHex({ lightness: 0.92, chroma: 0.03, hue });
  const shape = toHex({ lightness: 0.87, chroma: 0.05, hue });
  const text = toHex({ lightness: 0.42, chroma: 0.07, hue });
  const mark =
    letters === ""
      ? `<path fill="none" stroke="${text}" stroke-linejoin="round" stroke-width="10" d="M140 170h120l14 110H126Zm32 0v-16a28 28 0 0 1 56 0v16"/>`
      : `<text x="200" y="206" fill="${text}" font-family="system-ui,sans-serif" font-size="112" font-weight="600" text-anchor="middle" dominant-baseline="central">${escapeXml(letters)}</text>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="400" height="400">` +
    `<path fill="${ground}" d="M0 0h400v400H0Z"/><circle cx="200" cy="200" r="130" fill="${shape}"/>${mark}</svg>`
  );
}
