/**
 * Puts a method in place of the page's own, or adds a property that nobody lists. Whether it could be: what is frozen, or has one that is fixed, stays as it is. Defined, not
 * assigned: an assignment fails where the shop has frozen the prototype.
 */
export function override(host: object, name: PropertyKey, value: unknown): boolean {
  if (!Object.isExtensible(host) || Object.getOwnPropertyDescriptor(host, name)?.configurable === false) return false;
  // Without a prototype: old libraries give all objects a get(), with which it would be none.
  const descriptor = { __proto__: null, value, writable: true, configurable: true };
  Object.defineProperty(host, name, descriptor);
  return true;
}
