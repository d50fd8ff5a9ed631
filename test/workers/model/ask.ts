/** One question to a worker that answers `{answer}` or `{error}` on the port it is given, and ends with that. */
export async function askOnce<Answer>(worker: Worker, question: unknown): Promise<Answer> {
  const { port1, port2 } = new MessageChannel();
  try {
    return await new Promise((resolve, reject) => {
      worker.onerror = ({ message }) => reject(new Error(message));
      port1.onmessage = ({ data }: MessageEvent<{ answer: Answer } | { error: string }>) =>
        "error" in data ? reject(new Error(data.error)) : resolve(data.answer);
      worker.postMessage(question, [port2]);
    });
  } finally {
    worker.terminate();
  }
}
