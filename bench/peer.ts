import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

/** What the benchmark of the model and that of pages compare with, each a folder of bench/peer. */
export type Peers = "model" | "page";

/** Where peers' packages lie, from the repository's folder. */
export const peerPackages = (peers: Peers): string => `bench/peer/${peers}/node_modules`;

/** What a browser loads of onnxruntime-web. */
export const PEER_FILES = `${peerPackages("model")}/onnxruntime-web/dist`;

/** Of 33 and 74 MB, which nothing else here needs, and so no part of the house's own packages. Pinned by the lock files beside them. */
export function installPeers(peers: Peers, progress: (text: string) => void): void {
  if (existsSync(peerPackages(peers))) return;
  progress("installing what is compared with");
  execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: `bench/peer/${peers}`,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
}
