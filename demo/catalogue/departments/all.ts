import type { Department } from "../grammar.ts";
import { AUDIO } from "./audio.ts";
import { BEAUTY } from "./beauty.ts";
import { CAMPING } from "./camping.ts";
import { COFFEE } from "./coffee.ts";
import { CYCLING } from "./cycling.ts";
import { GARDEN } from "./garden.ts";
import { KIDS } from "./kids.ts";
import { KITCHEN } from "./kitchen.ts";
import { OFFICE } from "./office.ts";
import { PETS } from "./pets.ts";
import { RUNNING } from "./running.ts";
import { WINTER } from "./winter.ts";

export const DEPARTMENTS: readonly Department[] = [
  RUNNING,
  CYCLING,
  CAMPING,
  WINTER,
  KITCHEN,
  COFFEE,
  GARDEN,
  OFFICE,
  AUDIO,
  KIDS,
  PETS,
  BEAUTY,
];
