/** The helper will not do what the leader asks, now or later; the leader hears why. */
export class Refuse extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}
