import { defineElements } from "../../../src/elements.ts";
import type { Inkling, InklingOptions } from "../../../src/page/api.ts";
import { openRig, type Rig } from "./scripted.ts";
import type { Script } from "./scripted.worker.ts";

let current: Inkling | undefined;

// A document has one registry of elements: its classes ask whatever Inkling the running test has opened.
const door = new Proxy({} as Inkling, {
  get(_, name: keyof Inkling) {
    if (current === undefined) throw new Error("no Inkling was opened by this test");
    return current[name];
  },
});

/** A rig whose engine is ready, and to which the elements of this document now belong. */
export async function openShelves(script: Script = {}, options: Partial<InklingOptions> = {}): Promise<Rig> {
  const rig = openRig([script], options);
  current = rig.inkling;
  await Promise.all([defineElements(door), defineElements(door)]); // once is enough, twice is harmless
  return rig;
}

/** A picture that is really there: a missing one collapses and moves what is beside it. */
export const PIXEL = "/test/page/support/pixel.svg";

/** A rank reply with these products, as the engine's would be. */
export const listOf = (ids: readonly string[], display: object = {}) => ({
  items: ids.map((id) => ({
    id,
    score: 1,
    parts: { text: 1 },
    reason: { code: "looked-at", text: `Because you looked at ${id}` },
    display: { title: `Product ${id}`, url: `/p/${id}`, image: `${PIXEL}?${id}`, ...display },
  })),
  basis: "personal",
  reason: "ok",
  policy: "rules-1",
  request: `list-${ids.join("")}`,
});

export const CARD_TEMPLATE = `<template id="card"><li class="card"><a data-field="url">
  <img data-field="image" width="40" height="40"><b data-field="title"></b></a>
  <span data-field="price"></span><i data-field="reason"></i></li></template>`;

export const STYLE = `<style>inkling-shelf, inkling-sort { display: block } ul { margin: 0; padding: 0 }
  .card { display: block; height: 60px; overflow: hidden }</style>`;

export const fallback = (ids: readonly string[]): string =>
  `<ul>${ids.map((id) => `<li class="card" data-inkling-item="${id}"><a href="#${id}">Own ${id}</a></li>`).join("")}</ul>`;

export const idsIn = (host: Element): (string | null)[] =>
  [...host.querySelectorAll("[data-inkling-item]")].map((item) => item.getAttribute("data-inkling-item"));
