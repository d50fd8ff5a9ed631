/** Which keys belong together (union-find). */
export interface Unions<Key> {
  join(first: Key, second: Key): void;
  /** One key for all that belong together. */
  of(key: Key): Key;
}

export function createUnions<Key>(): Unions<Key> {
  const parents = new Map<Key, Key>();
  const of = (key: Key): Key => {
    let top = key;
    for (let up = parents.get(top); up !== undefined; up = parents.get(top)) top = up;
    // The way up is short from now on.
    for (let at = key; at !== top; ) {
      const up = parents.get(at) ?? top;
      parents.set(at, top);
      at = up;
    }
    return top;
  };
  return {
    join(first, second) {
      const [one, other] = [of(first), of(second)];
      if (one !== other) parents.set(other, one);
    },
    of,
  };
}
