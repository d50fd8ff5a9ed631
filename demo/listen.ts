import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

const TRIES = 50;

/** Listens on `port`, or on the next one that is free. Answers which. */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  for (let tried = 0; tried < TRIES && port + tried <= 65_535; tried++) {
    const found = await tryPort(server, port === 0 ? 0 : port + tried, host);
    if (found !== undefined) return found;
  }
  throw new Error(`Ports ${port} to ${port + TRIES - 1} are all taken: give another with --port.`);
}

function tryPort(server: Server, port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else reject(new Error(`Cannot listen on ${host}:${port}: ${error.message}`, { cause: error }));
    };
    server.once("error", failed);
    server.listen(port, host, () => {
      server.off("error", failed);
      // A listening TCP server has an address and port.
      resolve((server.address() as AddressInfo).port);
    });
  });
}
