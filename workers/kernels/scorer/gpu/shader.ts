/** Entries that one workgroup chooses among, its threads, and the entries of each thread. */
export const CHUNK = 1024;
const THREADS = 256;
const OWN: number = CHUNK / THREADS;

/**
 * `score` makes an entry of each item and keeps the best of every CHUNK; `merge` keeps the best of every CHUNK entries, and runs until one
 * chunk is left. An entry is (key, index), the key's bits turned so that they order as whole numbers. The integer arithmetic is exact and
 * WGSL rounds a product of two floats as IEEE 754 does, so the keys are those of every other kernel.
 *
 * An entry's place in the list is the number of entries before it. That is counted first for the best entry of every thread; what is
 * below the last of these that would be kept cannot be kept, and only the few others are counted for the chunk. It takes two barriers; sorting takes
 * fifty-five.
 */
export const WGSL: string = `
struct Run {
  count: u32, // items or entries to go through
  kept: u32, // entries that every chunk leaves, 1 to ${THREADS}
  width: u32, // vec4 a row of items
}
@group(0) @binding(0) var<uniform> run: Run;
@group(0) @binding(1) var<storage, read_write> left: array<vec2u>;
@group(0) @binding(2) var<storage, read> items: array<vec4u>;
@group(0) @binding(3) var<storage, read> scales: array<f32>;
@group(0) @binding(4) var<storage, read> query: array<vec4i>;
@group(0) @binding(5) var<storage, read> entries: array<vec2u>;

var<workgroup> keys: array<u32, ${CHUNK}>;
var<workgroup> bests: array<u32, ${THREADS}>;
var<workgroup> least: u32;

fn bytes(word: u32) -> vec4i {
  let all = i32(word);
  return vec4i(all << 24u, all << 16u, all << 8u, all) >> vec4u(24u);
}

fn product(row: u32) -> i32 {
  var sum = 0;
  for (var at = 0u; at < run.width; at++) {
    let words = items[row * run.width + at];
    sum += dot(bytes(words.x), query[4u * at]) + dot(bytes(words.y), query[4u * at + 1u])
      + dot(bytes(words.z), query[4u * at + 2u]) + dot(bytes(words.w), query[4u * at + 3u]);
  }
  return sum;
}

// -0 is made 0 on its bits: a compiler may take it for 0 in arithmetic.
fn ordered(key: f32) -> u32 {
  var bits = bitcast<u32>(key);
  bits = select(bits, 0u, (bits << 1u) == 0u);
  return select(bits | 0x80000000u, ~bits, (bits >> 31u) == 1u);
}

fn scored(row: u32) -> vec2u {
  // Beyond the last: below every entry, since no finite key has the bits 0.
  if (row >= run.count) {
    return vec2u(0u);
  }
  return vec2u(ordered(f32(product(row)) * scales[row]), row);
}

fn found(at: u32) -> vec2u {
  if (at >= run.count) {
    return vec2u(0u);
  }
  return entries[at];
}

fn keep(own: array<vec2u, ${OWN}>, thread: u32, group: u32) {
  var best = 0u;
  for (var i = 0u; i < ${OWN}u; i++) {
    keys[thread + i * ${THREADS}u] = own[i].x;
    best = max(best, own[i].x);
  }
  bests[thread] = best;
  workgroupBarrier();
  var place = 0u;
  for (var other = 0u; other < ${THREADS}u; other++) {
    place += u32(bests[other] > best || (bests[other] == best && other < thread));
  }
  if (place == run.kept - 1u) {
    least = best;
  }
  workgroupBarrier();
  for (var i = 0u; i < ${OWN}u; i++) {
    if (own[i].x >= least) {
      keepOne(own[i], thread + i * ${THREADS}u, group);
    }
  }
}

// Of equal keys the one that comes first in the chunk is before the other. That is the lower index in every pass: chunks
// leave what they keep in this order, and one after the other.
fn keepOne(entry: vec2u, at: u32, group: u32) {
  var place = 0u;
  for (var other = 0u; other < at; other++) {
    place += u32(keys[other] >= entry.x);
  }
  for (var other = at + 1u; other < ${CHUNK}u; other++) {
    place += u32(keys[other] > entry.x);
  }
  if (place < run.kept) {
    left[group * run.kept + place] = entry;
  }
}

${entryPoint("score", "scored")}
${entryPoint("merge", "found")}
`;

function entryPoint(name: string, entryAt: string): string {
  return `
@compute @workgroup_size(${THREADS})
fn ${name}(@builtin(local_invocation_index) thread: u32, @builtin(workgroup_id) group: vec3u) {
  var own: array<vec2u, ${OWN}>;
  for (var i = 0u; i < ${OWN}u; i++) {
    own[i] = ${entryAt}(group.x * ${CHUNK}u + i * ${THREADS}u + thread);
  }
  keep(own, thread, group.x);
}`;
}
