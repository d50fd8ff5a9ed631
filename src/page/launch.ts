/**
 * Starts a module worker by its address, from another origin too: a browser starts workers from the page's own origin only, but lets
 * them import scripts from anywhere.
 *
 * @param trusted An address as Worker() takes it.
 */
export function launchModule(url: URL, trusted: (url: string) => string): Worker {
  if (url.origin === location.origin) return new Worker(trusted(url.href), { type: "module" });
  const source = new Blob([`import ${JSON.stringify(url.href)}`], { type: "text/javascript" });
  // Never revoked: a few bytes a start, and Safari reads the address after the constructor has returned.
  return new Worker(trusted(URL.createObjectURL(source)), { type: "module" });
}
