import { posix } from "node:path";
import { type Import, type Parsed, parse } from "./parse.ts";
import { CORE_LEVELS, DOORS, type Room, roomOf } from "./rooms.ts";

export type Rule =
  | "home"
  | "room"
  | "package"
  | "node"
  | "rank"
  | "door"
  | "pure"
  | "any"
  | "barrel"
  | "cycle"
  | "chance"
  | "float-noise";

export interface Violation {
  readonly rule: Rule;
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

type Found = readonly [rule: Rule, line: number, message: string];

const isRelative = (specifier: string) => specifier.startsWith(".");
const target = (path: string, { specifier }: Import) => posix.join(posix.dirname(path), specifier);
const packageOf = (specifier: string) => specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
const named = (names: readonly string[], name: string) =>
  names.some((allowed) => (allowed.endsWith("*") ? name.startsWith(allowed.slice(0, -1)) : name === allowed));

function outside(room: Room, { specifier, line }: Import): Found[] {
  if (specifier.startsWith("node:")) {
    return room.node ? [] : [["node", line, `${room.name} runs in browsers and may not import ${specifier}`]];
  }
  if (named(room.packages, packageOf(specifier))) return [];
  return [["package", line, `${room.name} may not import the package ${packageOf(specifier)}`]];
}

/** The place of a core file in CORE_LEVELS; -1 when its folder has none. */
function coreFolder(path: string): { folder: string; level: number } {
  const [first = "", ...rest] = path.slice("src/core/".length).split("/");
  const folder = rest.length > 0 ? first : ".";
  return { folder, level: CORE_LEVELS.findIndex((folders) => folders.includes(folder)) };
}

function rank(from: string, to: string, line: number): Found[] {
  const [lower, upper] = [coreFolder(to), coreFolder(from)];
  if (lower.folder === upper.folder) return [];
  if (lower.level >= 0 && lower.level < upper.level) return [];
  return [["rank", line, `src/core/${upper.folder} may not import src/core/${lower.folder}: it is not below it`]];
}

function inside(room: Room, path: string, wanted: Import): Found[] {
  const to = target(path, wanted);
  const other = roomOf(to);
  if (other === undefined) return [["room", wanted.line, `${to} is in no room`]];
  if (other.name !== room.name) {
    return named(room.rooms, other.name)
      ? []
      : [["room", wanted.line, `${room.name} may not import ${other.name} (${to})`]];
  }
  return [
    ...(DOORS.includes(to) ? ([["door", wanted.line, `${to} is the door of this very room`]] as const) : []),
    ...(room.name === "core" ? rank(path, to, wanted.line) : []),
  ];
}

/** Where alone a function becomes randomness of a kind. */
const MAKERS: Readonly<Record<string, RegExp>> = {
  SecureRandom: /^src\/core\/privacy\/random\.ts$/,
  SeededRandom: /^(lab|test)\//,
};

const chance = ({ path, casts }: Parsed): Found[] =>
  casts.flatMap(({ name, line }) =>
    MAKERS[name] === undefined || MAKERS[name].test(path)
      ? []
      : [["chance", line, `${path} may not make ${name}: see src/core/privacy/random.ts`]],
  );

/** What noise and rounding may do with numbers in floating point: nothing that they themselves would round. */
const EXACT: readonly string[] = ["abs", "floor", "ceil", "trunc", "sqrt"];
const NOISE = /^src\/core\/privacy\/(noise\/|vector\/round\.ts$|words\.ts$|share\/)/;

const floatNoise = ({ path, math }: Parsed): Found[] =>
  math.flatMap(({ name, line }) =>
    !NOISE.test(path) || EXACT.includes(name) ? [] : [["float-noise", line, `noise may not come from Math.${name}`]],
  );

function ofFile(file: Parsed): Found[] {
  const { path } = file;
  const room = roomOf(path);
  if (room === undefined) return [["home", 1, "the file is in no room: move it, or add a row to the table of rooms"]];
  return [
    ...file.imports.flatMap((wanted) =>
      isRelative(wanted.specifier) ? inside(room, path, wanted) : outside(room, wanted),
    ),
    ...chance(file),
    ...floatNoise(file),
    ...file.anyLines.map((line): Found => ["any", line, "write `unknown` or the type, not any"]),
    ...(file.onlyReExports && !DOORS.includes(path)
      ? ([["barrel", 1, "the file only passes exports on"]] as const)
      : []),
    ...(room.name === "core"
      ? file.impure.map(({ name, line }): Found => ["pure", line, `core uses ${name}: take it as an argument`])
      : []),
  ];
}

/** Each import that closes a circle, found by walking the imports in depth. */
function cycles(files: ReadonlyMap<string, Parsed>): Violation[] {
  const found: Violation[] = [];
  const done = new Set<string>();
  const walk = (path: string, way: readonly string[]): void => {
    for (const wanted of files.get(path)?.imports ?? []) {
      const to = isRelative(wanted.specifier) ? target(path, wanted) : "";
      const start = way.indexOf(to);
      if (start >= 0) {
        const message = `a circle of imports: ${[...way.slice(start), to].join(" > ")}`;
        found.push({ rule: "cycle", path, line: wanted.line, message });
      } else if (files.has(to) && !done.has(to)) {
        walk(to, [...way, to]);
      }
    }
    done.add(path);
  };
  for (const path of files.keys()) if (!done.has(path)) walk(path, [path]);
  return found;
}

/** Every breach of the rules, by file and line. */
export function violations(sources: ReadonlyMap<string, string>): Violation[] {
  const files = new Map([...sources].map(([path, text]) => [path, parse(path, text)]));
  const each = [...files.values()].flatMap((file) =>
    ofFile(file).map(([rule, line, message]) => ({ rule, path: file.path, line, message })),
  );
  return [...each, ...cycles(files)];
}
