import { Agent, request } from "node:http";

const CONNECTIONS = 64;

/** Sends reports over 64 connections, each the next one as soon as it has an answer. Milliseconds by the wall clock. Rejects for any that is not accepted. */
export async function sendAll(port: number, reports: readonly Uint8Array[]): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const started = performance.now();
  let next = 0;
  const sender = async (): Promise<void> => {
    for (let report = reports[next++]; report !== undefined; report = reports[next++]) {
      const answer = await send(agent, port, report);
      if (answer !== '{"answer":"accepted"}') throw new Error(`a report is answered ${answer}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: CONNECTIONS }, sender));
  } finally {
    agent.destroy();
  }
  return performance.now() - started;
}

function send(agent: Agent, port: number, report: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/octet-stream", "content-length": report.length };
    const sending = request(
      { agent, port, host: "127.0.0.1", method: "POST", path: "/v1/reports", headers },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => {
          text += part;
        });
        response.once("end", () => resolve(text));
      },
    );
    sending.once("error", reject);
    sending.end(report);
  });
}
