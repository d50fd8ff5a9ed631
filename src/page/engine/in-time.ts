/** What `work` gives, or rejects once it is late; what comes later still is handed to `dispose`. */
export const inTime = <T>(work: Promise<T>, limitMs: number, dispose: (late: T) => void): Promise<T> =>
  new Promise((resolve, reject) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      reject(new TypeError(`nothing came in ${limitMs} ms`));
    }, limitMs);
    work.then(
      (value) => {
        clearTimeout(timer);
        if (late) dispose(value);
        else resolve(value);
      },
      (error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
