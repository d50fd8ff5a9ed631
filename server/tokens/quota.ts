import { isIPv6 } from "node:net";

interface Counts {
  readonly untilMs: number;
  readonly taken: Map<string, number>;
}

/** Addresses remembered of one epoch; then the one that asked first is forgotten. */
const MOST_ADDRESSES = 50_000;

/** How many tokens each address had in an epoch: in memory alone, for as long as the epoch lasts. */
export class AddressQuota {
  private readonly most: number;
  private readonly epochs = new Map<string, Counts>();

  constructor(most: number) {
    this.most = most;
  }

  /** Counts one more; false, with nothing counted, where the address has had as many as one may. */
  take(epoch: string, untilMs: number, address: string, nowMs: number): boolean {
    for (const [name, counts] of this.epochs) if (counts.untilMs <= nowMs) this.epochs.delete(name);
    const { taken } = this.epochs.get(epoch) ?? this.begun(epoch, untilMs);
    const place = networkOf(address);
    const before = taken.get(place) ?? 0;
    if (before >= this.most) return false;
    const [first] = taken.keys();
    if (taken.size >= MOST_ADDRESSES && before === 0 && first !== undefined) taken.delete(first);
    taken.set(place, before + 1);
    return true;
  }

  private begun(epoch: string, untilMs: number): Counts {
    const counts = { untilMs, taken: new Map<string, number>() };
    this.epochs.set(epoch, counts);
    return counts;
  }
}

/** One household has 2^64 addresses of IPv6: they count as one. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
  const [head = "", tail] = address.split("::");
  const [left, right] = [head, tail ?? ""].map((part) => part.split(":").filter((group) => group !== ""));
  const gap = tail === undefined ? 0 : 8 - left!.length - right!.length;
  const groups = [...left!, ...Array.from({ length: gap }, () => "0"), ...right!];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
