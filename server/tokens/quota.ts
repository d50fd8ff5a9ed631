import { isIPv6 } from "node:net";

/** Addresses remembered of one epoch; then the one that asked first is forgotten. */
const MOST_ADDRESSES = 50_000;

/** A timer takes no more. */
const MOST_TIMER_MS = 2 ** 31 - 1;

/** How many tokens each address had in an epoch: in memory alone, for as long as the epoch lasts. */
export class AddressQuota {
  private readonly most: number;
  private readonly epochs = new Map<string, Map<string, number>>();

  constructor(most: number) {
    this.most = most;
  }

  /** Counts one more; false, with nothing counted, where the address has had as many as one may. */
  take(epoch: string, untilMs: number, address: string, nowMs: number): boolean {
    const taken = this.epochs.get(epoch) ?? this.begun(epoch, untilMs - nowMs);
    const place = networkOf(address);
    const before = taken.get(place) ?? 0;
    if (before >= this.most) return false;
    const [first] = taken.keys();
    if (taken.size >= MOST_ADDRESSES && before === 0 && first !== undefined) taken.delete(first);
    taken.set(place, before + 1);
    return true;
  }

  private begun(epoch: string, leftMs: number): Map<string, number> {
    const taken = new Map<string, number>();
    this.epochs.set(epoch, taken);
    this.endIn(epoch, leftMs);
    return taken;
  }

  /** Whether or not anybody asks again. */
  private endIn(epoch: string, leftMs: number): void {
    const pauseMs = Math.min(leftMs, MOST_TIMER_MS);
    const ended = () => (pauseMs < leftMs ? this.endIn(epoch, leftMs - pauseMs) : this.epochs.delete(epoch));
    setTimeout(ended, pauseMs).unref();
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
