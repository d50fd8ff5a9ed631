import { createServer } from "node:net";

const TRIES = 50;

/** The first port from `port` on after which `count - 1` more are free as well. Throws where there is none nearby. */
export async function freePorts(port: number, count: number, host: string): Promise<number> {
  for (let first = port; first < port + TRIES; first++) {
    const free = await Promise.all(Array.from({ length: count }, (_, at) => isFree(first + at, host)));
    if (free.every(Boolean)) return first;
  }
  throw new Error(
    `Between ${port} and ${port + TRIES + count - 2} there are no ${count} free ports in a row for the servers that add up what devices learn. End what has them, and start again.`,
  );
}

function isFree(port: number, host: string): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
