/** How long to leave alone what has failed: `firstMs`, doubled by each further failure, `mostMs` at most. */
export class BackOff {
  private readonly firstMs: number;
  private readonly mostMs: number;
  private readonly clock: () => number;
  private readonly failures = new Map<string, { readonly times: number; readonly until: number }>();

  /** `clock` is in milliseconds and is never set back: a wrong date must stop nothing. */
  constructor(firstMs: number, mostMs: number, clock: () => number) {
    this.firstMs = firstMs;
    this.mostMs = mostMs;
    this.clock = clock;
  }

  /** Whether it may be tried now. */
  isReady(name: string): boolean {
    return this.clock() >= (this.failures.get(name)?.until ?? 0);
  }

  failed(name: string): void {
    const times = (this.failures.get(name)?.times ?? 0) + 1;
    const waitMs = Math.min(this.mostMs, this.firstMs * 2 ** (times - 1));
    this.failures.set(name, { times, until: this.clock() + waitMs });
  }

  succeeded(name: string): void {
    this.failures.delete(name);
  }
}
