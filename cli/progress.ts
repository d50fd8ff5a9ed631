import type { BuildProgress } from "../compiler/options.ts";

const WIDTH = 24;
const REDRAW_MS = 80;
const ERASE_LINE = "\r\x1b[K";

export interface ProgressBar {
  show(progress: BuildProgress): void;
  clear(): void;
}

/** A bar on a terminal; nothing in a pipe or a log. */
export function progressBar(stream: NodeJS.WriteStream): ProgressBar {
  if (!stream.isTTY) return { show: () => {}, clear: () => {} };
  let drawnAt = 0;
  let stage = "";
  return {
    show(progress) {
      const now = performance.now();
      if (progress.stage === stage && now - drawnAt < REDRAW_MS) return;
      drawnAt = now;
      stage = progress.stage;
      stream.write(ERASE_LINE + line(progress).slice(0, stream.columns - 1));
    },
    clear: () => void stream.write(ERASE_LINE),
  };
}

function line({ stage, share }: BuildProgress): string {
  if (share === undefined) return stage;
  const done = Math.round(WIDTH * share);
  const percent = `${Math.floor(100 * share)} %`.padStart(5);
  return `${"█".repeat(done)}${"░".repeat(WIDTH - done)} ${percent} ${stage}`;
}
