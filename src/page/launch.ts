import { trusted } from "./engine/trusted.ts";

/**
 * Starts a module worker by its address, from another origin too: a browser starts workers from the page's own origin only, but lets
 * them import scripts from anywhere.
 */
export function launchModule(url: URL): Worker {
  if (url.origin === location.origin) return new Worker(trusted(url.href), { type: "module" });
  return workerOf(`import ${JSON.stringify(url.href)}`, "module");
}

/** A worker of this code, which a policy may bar though it lets workers of the page's own origin start. */
export function workerOf(code: string, type: WorkerType): Worker {
  const blob = new Blob([code], { type: "text/javascript" });
  // Never revoked: once a start, and Safari reads the address after the constructor has returned.
  return new Worker(trusted(URL.createObjectURL(blob)), { type });
}
