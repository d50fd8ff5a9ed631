import type { ChildProcess } from "node:child_process";

/** By itself, by a signal, or since it could not be started. */
export const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;
