/** What `work` gives, or what `late` says when that has not come in time. Never rejects if `work` does not. */
export const limited = <T>(work: Promise<T>, limitMs: number, late: () => T): Promise<T> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(late()), limitMs);
    void work.then((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
