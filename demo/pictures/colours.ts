/** The colours goods come in, as the feed names them. */
export const COLOURS: Readonly<Record<string, string>> = {
  coral: "#f2674f",
  tomato: "#d8352a",
  amber: "#f2a516",
  mustard: "#cf9a22",
  lemon: "#f3d33b",
  lime: "#9bcf3c",
  moss: "#6f8f3d",
  forest: "#2f6b46",
  sage: "#8fb39a",
  mint: "#62c7a3",
  teal: "#16898a",
  sky: "#55b4ea",
  ocean: "#1f7fd1",
  cobalt: "#2f55d4",
  navy: "#2b3a78",
  violet: "#8a5bd6",
  lilac: "#b79be6",
  plum: "#84356f",
  rose: "#ee7ea3",
  berry: "#c72c66",
  sand: "#d9bd8e",
  clay: "#bf7250",
  copper: "#c7794a",
  cocoa: "#7a4d38",
  stone: "#a49e93",
  silver: "#b9c0c7",
  graphite: "#565c68",
  ink: "#2a2b35",
  chalk: "#f4efe4",
};

const NAMES: readonly string[] = Object.keys(COLOURS);

/** A colour for a text without one: the same text, the same colour. FNV-1a over its UTF-16 units. */
export function colourFor(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return NAMES[hash % NAMES.length] ?? "stone";
}
