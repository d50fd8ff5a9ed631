/** The unit in which a module's memory grows. */
export const PAGE_BYTES = 65_536;

/**
 * Instantiates a module that is carried as hexadecimal digits. Throws WebAssembly.CompileError where the page's policy has neither
 * 'wasm-unsafe-eval' nor 'unsafe-eval', or where SIMD is unknown; the modules are small enough to compile at once.
 */
export function instantiate(hex: string, imports: WebAssembly.Imports = {}): WebAssembly.Exports {
  const bytes = Uint8Array.from(hex.match(/../g)!, (digits) => Number.parseInt(digits, 16));
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports;
}
