import type { Prepared } from "../src/core/rank/prepared.ts";
import { unpack } from "../src/core/rank/unpack.ts";
import { finish } from "../src/core/steps.ts";
import type { Pack } from "./pack.ts";
import { NODE_TEXT } from "./platform.ts";

/** A pack as a device reads it, without what is learned. */
export const readBack = ({ sections }: Pick<Pack, "sections">): Prepared =>
  finish(unpack(sections.ranking, sections.aliases, NODE_TEXT, () => undefined));
