/**
 * Starts a classic worker by its address, from another origin too: a browser starts workers from the page's own origin
 * only, but lets them import scripts from anywhere.
 */
export function launchClassic(url: URL): Worker {
  if (url.origin === location.origin) return new Worker(url);
  const source = new Blob([`importScripts(${JSON.stringify(url.href)})`], { type: "text/javascript" });
  // Never revoked: a few bytes a start, and Safari reads the address after the constructor has returned.
  return new Worker(URL.createObjectURL(source));
}

/** The same for a module. */
export function launchModule(url: URL): Worker {
  if (url.origin === location.origin) return new Worker(url, { type: "module" });
  const source = new Blob([`import ${JSON.stringify(url.href)}`], { type: "text/javascript" });
  return new Worker(URL.createObjectURL(source), { type: "module" });
}
