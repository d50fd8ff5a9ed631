/**
 * Waits until this process is told to end: by a signal, or where the process that started it over a channel (serve-both.ts) is gone, however that ended. A
 * second signal does not wait.
 */
export async function toldToEnd(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve());
    process.once("disconnect", () => resolve());
    // Gone before anybody listened.
    if (process.send !== undefined && !process.connected) resolve();
  });
  // An open channel that is listened to keeps a process alive.
  if (process.connected) process.disconnect();
}
