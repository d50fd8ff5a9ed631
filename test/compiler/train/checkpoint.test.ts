import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Checkpoint, removeCheckpoints } from "../../../compiler/train/checkpoint.ts";

const KEY = "0123456789abcdef".repeat(4);
const OTHER = KEY.replace(/^0/, "f");
const VALUE = { epoch: 3, arrays: [Float32Array.of(1, Number.NaN, 3), Int8Array.of(-128, 127)] };

let folder: string;
let notes: string[];
const open = (key = KEY, at = folder): Checkpoint => new Checkpoint(at, key, (note) => notes.push(note));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "inkling-checkpoint-"));
  notes = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("answers what was last written for the job, and nothing for another", () => {
  open().write("fold-1", { epoch: 2 });
  open().write("fold-1", VALUE);
  expect(open().read("fold-1")).toEqual(VALUE);
  expect([open().read("fold-2"), open(OTHER).read("fold-1")]).toEqual([undefined, undefined]);
  expect(notes).toEqual([]);
});

test("a file that was cut, changed in any place, or given another name, is damaged: it is not used, and a note says so", () => {
  open().write("head", VALUE);
  const path = join(folder, readdirSync(folder)[0]!);
  const whole = readFileSync(path);
  const damaged = [0, 20, 31, 32, whole.length - 1].flatMap((at) => [
    whole.subarray(0, at),
    whole.map((byte, place) => (place === at ? byte ^ 1 : byte)),
  ]);
  for (const bytes of damaged) {
    writeFileSync(path, bytes);
    expect(open().read("head")).toBeUndefined();
  }
  writeFileSync(path.replace("head", "encoder"), whole);
  expect(open().read("encoder")).toBeUndefined();
  expect(notes).toHaveLength(damaged.length + 1);
  expect(notes[0]).toMatch(/^the checkpoint \S+\.head\.bin is damaged: its part of the training is done again$/);
  writeFileSync(path, whole);
  expect(open().read("head")).toEqual(VALUE);
});

test("a folder is foreign when it holds other trainings' files and none of this one", () => {
  expect(open().isForeign).toBe(false);
  writeFileSync(join(folder, "notes.txt"), "of the shop");
  expect(open().isForeign).toBe(false);
  open(OTHER).write("fold-1", VALUE);
  expect(open().isForeign).toBe(true);
  open().write("fold-1", VALUE);
  expect(open().isForeign).toBe(false);
});

test("removing takes checkpoints alone, and the folder where nothing else is in it", () => {
  open().write("fold-1", VALUE);
  writeFileSync(join(folder, "notes.txt"), "of the shop");
  removeCheckpoints(folder);
  expect(readdirSync(folder)).toEqual(["notes.txt"]);
  rmSync(join(folder, "notes.txt"));
  open().write("fold-1", VALUE);
  removeCheckpoints(folder);
  expect(() => readdirSync(folder)).toThrow(/ENOENT/);
  removeCheckpoints(folder);
});

test("where nothing can be written the training goes on, and a note says what that means", () => {
  writeFileSync(join(folder, "file"), "");
  open(KEY, join(folder, "file")).write("head", VALUE);
  expect(notes).toEqual([expect.stringMatching(/head\.bin cannot be written .*: a killed run would lose this part$/)]);
});
