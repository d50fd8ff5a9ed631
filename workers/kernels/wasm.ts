/**
 * Instantiates a module that is carried as base64. Throws WebAssembly.CompileError where the page's policy has neither
 * 'wasm-unsafe-eval' nor 'unsafe-eval', or where SIMD is unknown; the modules are small enough to compile at once.
 */
export function instantiate(base64: string): WebAssembly.Exports {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
}
