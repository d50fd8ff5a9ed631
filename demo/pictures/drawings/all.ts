import { CARE } from "./care.ts";
import { HOME } from "./home.ts";
import { KITCHEN } from "./kitchen.ts";
import { SPORT } from "./sport.ts";

/** Every drawing of our own, by name. */
export const DRAWINGS: Readonly<Record<string, string>> = { ...SPORT, ...KITCHEN, ...HOME, ...CARE };
