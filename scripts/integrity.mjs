import { createHash } from "node:crypto";

/** @typedef {import("./bundle.mjs").Built} Built */

/** In the manifest, for tags; and in what the files hold of each other, where every byte is a page's. */
const MANIFEST = "sha384";
const CHAIN = "sha256";

/** As an integrity attribute takes it. @param {string | Uint8Array} content @param {string} algorithm */
const integrityOf = (content, algorithm) => `${algorithm}-${createHash(algorithm).update(content).digest("base64")}`;

const CLIENT = "dist/client.js";
const TAG = "dist/inkling.js";
/** What stands in the sources in place of the hash of client.js, and of those that client.js has. */
const CLIENT_HASH = "@integrity-of-client";
const OTHER_HASHES = "@integrity-of-others";

/** Whether a page loads the file by address, and can have its bytes checked: the page's own parts, the engine and what that loads on the page's thread. */
const isChecked = (/** @type {Built} */ { path, modules }) =>
  path !== CLIENT &&
  path !== TAG &&
  path !== "dist/index.js" &&
  /^(src\/[\w-]+|workers\/(engine\.worker[.\w]*|learned))\.ts$/.test(modules.at(-1) ?? "");

/**
 * Writes into client.js the hashes of the files that a page loads, and into inkling.js that of client.js: whoever checks inkling.js by its
 * tag's integrity has checked them all.
 * @param {readonly Built[]} files
 * @returns {Built[]}
 */
export function sealed(files) {
  const hashes = files
    .filter(isChecked)
    .map(({ path, code }) => `${path.replace("dist/", "")} ${integrityOf(code, CHAIN)}`);
  const withOthers = files.map((file) =>
    file.path === CLIENT ? replaced(file, OTHER_HASHES, hashes.join(" ")) : file,
  );
  const client = withOthers.find(({ path }) => path === CLIENT);
  if (client === undefined) throw new Error(`${CLIENT} is not among the bundles`);
  return withOthers.map((file) =>
    file.path === TAG ? replaced(file, CLIENT_HASH, integrityOf(client.code, CHAIN)) : file,
  );
}

/**
 * @param {Built} file
 * @param {string} mark
 * @param {string} by
 */
function replaced(file, mark, by) {
  if (!file.code.includes(mark)) throw new Error(`${file.path} has no place for ${mark}`);
  return { ...file, code: file.code.replaceAll(mark, by) };
}

/**
 * What dist/integrity.json says: the hash of every file that browsers fetch, for tags and for whoever serves them.
 * @param {string} version
 * @param {Readonly<Record<string, string | Uint8Array>>} files By path.
 */
export const manifestOf = (version, files) =>
  `${JSON.stringify({ version, files: Object.fromEntries(Object.entries(files).map(([path, content]) => [path.replace("dist/", ""), integrityOf(content, MANIFEST)])) }, null, 2)}\n`;
