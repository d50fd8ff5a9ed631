import type { LearnedParts } from "../serve/parts.ts";

/** The code for what this device has beside the shop's catalogue: asked for once, when there is something to use it for. */
export class Parts {
  /** Undefined while it is not here. */
  code: LearnedParts | undefined;
  private coming: Promise<void> | undefined;
  private readonly load: () => Promise<LearnedParts>;

  constructor(load: () => Promise<LearnedParts>) {
    this.load = load;
  }

  /** Resolves once it is here or cannot be had: without it a device ranks as the shop ships. */
  ready(): Promise<void> {
    this.coming ??= this.load().then(
      (code) => {
        this.code = code;
      },
      () => {},
    );
    return this.coming;
  }
}
