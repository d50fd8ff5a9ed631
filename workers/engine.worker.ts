import { type LoadFile, serve } from "./engine.here.ts";

export { VERSION as version } from "../src/core/version.ts";

/**
 * For a page where no worker may run: the same engine on its own thread, in slices. Close the port's other end to be rid of it,
 * after a "freeze" that closes its store. `load`: how the page itself loads that file, where it can check it.
 */
export function servePage(port: MessagePort, load?: LoadFile): void {
  serve(port, false, load);
  port.start();
}

// In a page, which imports it, nothing begins by itself.
if (!("document" in self)) serve(self, true);
