/** What comes of two things, made anew only when either is another than the last time. */
export function lastOf<A, B, T>(make: (a: A, b: B) => T): (a: A, b: B) => T {
  let last: { readonly a: A; readonly b: B; readonly made: T } | undefined;
  return (a, b) => {
    if (last?.a !== a || last.b !== b) last = { a, b, made: make(a, b) };
    return last.made;
  };
}
