import { PANEL_SLOT } from "../../../core/bridge/panel-slot.ts";
import type { Profile, RankedItem, Steering } from "../../../core/bridge/protocol.ts";
import type { Inkling, Status } from "../../api.ts";

/** How many products are explained: what the shopper has seen last, or would be shown first. */
const SHOWN = 6;
/** Events that are looked through for what was seen. */
const RECENT = 200;
/** Titles that are kept, before all are asked for anew. */
const MOST_TITLES = 1_000;

/** All that the panel shows, asked for in one go. Without an engine only its status. */
export interface Known {
  readonly status: Status;
  readonly profile?: Profile;
  readonly items: readonly RankedItem[];
  readonly wishes: readonly Steering[];
}

/** Titles by id, from the catalogue on the device: nobody else is asked. */
export class Titles {
  readonly #known = new Map<string, string>();
  readonly #inkling: Inkling;

  constructor(inkling: Inkling) {
    this.#inkling = inkling;
  }

  /** The title, or the id where there is none. */
  of(id: string): string {
    return this.#known.get(id) || id;
  }

  async lookUp(all: Iterable<string>): Promise<void> {
    if (this.#known.size > MOST_TITLES) this.#known.clear();
    const ids = [...new Set(all)].filter((id) => !this.#known.has(id));
    if (ids.length === 0) return;
    const { items } = await this.#inkling.rank({ ids, display: true, slot: PANEL_SLOT });
    for (const { id, display } of items) this.#known.set(id, display?.title ?? "");
  }
}

export async function look(inkling: Inkling, titles: Titles): Promise<Known> {
  const status = await inkling.status();
  // Questions that nobody can answer would count as problems.
  if (status.engine === undefined) return { status, items: [], wishes: [] };
  const [profile, events, { wishes }] = await Promise.all([inkling.profile(), inkling.events(RECENT), inkling.steer()]);
  const seen = new Set(events.flatMap(({ kind, item = [] }) => (kind === "impression" ? item : [])));
  const ids = [...seen].slice(0, SHOWN);
  const { items } = await inkling.rank({ n: SHOWN, display: true, slot: PANEL_SLOT, ...(ids[0] && { ids }) });
  const vectors = [profile.session, profile.longTerm];
  await titles.lookUp([
    ...items.map(({ id }) => id),
    ...vectors.flatMap(({ categories, brands }) => [...categories, ...brands].flatMap(({ from }) => from)),
    ...[...items.map(({ reason }) => reason), ...wishes].flatMap(namedItem),
  ]);
  return { status, profile, items, wishes };
}

const namedItem = (of: { readonly item?: string; readonly about?: string; readonly name?: string }): string[] => {
  if (of.about === "item" && of.name !== undefined) return [of.name];
  return of.item === undefined ? [] : [of.item];
};
