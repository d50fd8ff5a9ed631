import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

const FOLDER = "bench/peer";
/** What a browser loads of onnxruntime-web, from the repository's folder. */
export const PEER_FILES = `${FOLDER}/node_modules/onnxruntime-web/dist`;

/** Of 33 MB, which nothing else here needs, and so no part of the house's own packages. Pinned by the lock file beside it. */
export function installPeer(progress: (text: string) => void): void {
  if (existsSync(PEER_FILES)) return;
  progress("installing onnxruntime-web");
  execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: FOLDER,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
}
