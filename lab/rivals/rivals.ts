import type { Rival } from "./rival.ts";
import { sasrec } from "./sasrec.ts";
import { slist } from "./slist.ts";
import { vmisKnn } from "./vmis-knn.ts";

export type RivalName = "sasrec" | "vmis-knn" | "slist";

/** What Inkling is compared with on the same questions; the quickest first. All of them know ids alone. */
export const RIVALS: Readonly<Record<RivalName, Rival>> = { "vmis-knn": vmisKnn, slist, sasrec };

// The cast: Object.keys widens the keys of a record with known keys.
export const RIVAL_NAMES: readonly RivalName[] = Object.keys(RIVALS) as RivalName[];
