/** Work that may rest at each `yield`, for where it shares its thread with the page. */
export type Steps<T> = Generator<void, T, void>;

/** All of it at once. */
export function finish<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** Rows that one step works through: a fraction of a millisecond where each is a few numbers. */
const ROWS_A_STEP = 256;

/** The same done with each of so many rows, in order. */
export function* eachRow(rows: number, work: (row: number) => void): Steps<void> {
  for (let row = 0; row < rows; row++) {
    work(row);
    if (row % ROWS_A_STEP === 0) yield;
  }
}

/** Rows of one stretch: a fraction of a millisecond where each is a number or two, also as the code runs for the first time. */
const ROWS_A_STRETCH = 1_024;

/** The same done with all of so many rows, a stretch of them in a step: from one to before another. For what every ranking does with each product. */
export function* eachStretch(rows: number, work: (from: number, to: number) => void): Steps<void> {
  for (let from = 0; from < rows; from += ROWS_A_STRETCH) {
    work(from, Math.min(from + ROWS_A_STRETCH, rows));
    yield;
  }
}

/** What comes of each of a list, one in a step. */
export function* eachOf<T, U>(list: readonly T[], work: (one: T, place: number) => U): Steps<U[]> {
  const made: U[] = [];
  for (const one of list) {
    made.push(work(one, made.length));
    yield;
  }
  return made;
}

/** One run of the work for all who ask for what comes of it: each goes on where another rested. */
export function once<T>(steps: Steps<T>): () => Steps<T> {
  let last: IteratorResult<void, T> | undefined;
  return function* () {
    while (!last?.done) {
      last = steps.next();
      if (!last.done) yield;
    }
    return last.value;
  };
}

/**
 * The same in slices: rests once `sliceMs` are over, which a single step overruns.
 * @param now Milliseconds.
 * @param rest Resolves once others have had their turn.
 */
export async function inSlices<T>(
  steps: Steps<T>,
  sliceMs: number,
  now: () => number,
  rest: () => Promise<void>,
): Promise<T> {
  for (let until = now() + sliceMs; ; ) {
    const { done, value } = steps.next();
    if (done === true) return value;
    if (now() < until) continue;
    await rest();
    until = now() + sliceMs;
  }
}
