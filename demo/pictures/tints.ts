/** The blues that every drawing of our own uses for its body: body first, then shade and light. */
const DRAWING_BLUES: readonly string[] = ["#00a6ed", "#0074ba", "#6bc8f5"];

/**
 * Which fills of an emoji take the product's colour, its main one first; the others keep their distance in lightness.
 * An emoji that is not here keeps its own colours: a tomato stays red.
 */
const EMOJI_TINTS: Readonly<Record<string, readonly string[]>> = {
  "running-shoe": ["#9b9b9b", "#bebebe"],
  socks: ["#46a4fb", "#3f5fff"],
  "running-shirt": ["#44911b"],
  "t-shirt": ["#86d72f", "#44911b", "#c3ef3c", "#00d26a"],
  shorts: ["#00d26a", "#6afcac"],
  watch: ["#3f5fff", "#5235a6", "#a4aeeb"],
  gloves: ["#8c42b3", "#6b438b", "#b859d3"],
  goggles: ["#5235a6"],
  "billed-cap": ["#6683ff", "#8bafff", "#3c378c", "#6a8cff", "#526ce3"],
  scarf: ["#f8312f", "#ca0b4a", "#990838"],
  skis: ["#00a6ed", "#0074ba", "#26eafc"],
  tent: ["#86d72f", "#44911b"],
  backpack: ["#f8312f", "#ca0b4a"],
  "hiking-boot": ["#ffb02e"],
  "kitchen-knife": ["#7167a4"],
  teapot: ["#f8312f", "#ca0b4a", "#ff822d"],
  chair: ["#7d4533", "#402a32", "#a56953"],
  headphone: ["#998ea4", "#cdc4d6"],
  radio: ["#9b9b9b", "#d3d3d3"],
  "studio-microphone": ["#998ea4", "#b4acbc"],
  keyboard: ["#998ea4", "#cdc4d6"],
  "computer-mouse": ["#998ea4", "#cdc4d6"],
  notebook: ["#533566", "#321b41", "#6b438b"],
  ledger: ["#f9c23c", "#fcd53f", "#ffb02e"],
  pen: ["#0074ba"],
  soap: ["#ff6dc6", "#ffb2ff"],
  "lotion-bottle": ["#fbb8ab", "#ff8687"],
  lipstick: ["#f70a8d", "#ff6dc6"],
  "ice-skate": ["#bebebe"],
  sled: ["#f8312f", "#ca0b4a"],
  "bowl-with-spoon": ["#00a6ed", "#0074ba", "#26eafc"],
  yarn: ["#00a6ed", "#0074ba"],
  toothbrush: ["#f8312f"],
  "file-cabinet": ["#533566", "#321b41"],
  "hair-pick": ["#533566", "#6b438b"],
};

/** The fills of this icon that take the product's colour; empty when it keeps its own. */
export const tintOf = (icon: string, drawn: boolean): readonly string[] =>
  drawn ? DRAWING_BLUES : (EMOJI_TINTS[icon] ?? []);
