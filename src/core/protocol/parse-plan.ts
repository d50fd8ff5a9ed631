import type { TextCodec } from "../bytes.ts";
import { MOST_BUCKETS } from "../privacy/plan/buckets.ts";
import { SUBSETS } from "../rank/subset.ts";
import { MAX_PLAN_BYTES, MAX_VALUES, NAME } from "./bounds.ts";
import { type Fields, readObject } from "./fields.ts";
import type { HpkeKey, Party, Plan, PlanBlock } from "./plan.ts";
import { checkPlan } from "./plan-limits.ts";
import { planTokens } from "./plan-tokens.ts";
import { rational } from "./rational.ts";
import { RefusedError } from "./refusal.ts";

const ORIGIN = /^https?:\/\/[a-z0-9.[\]:-]{1,200}$/;
const MODEL = /^(zero|[0-9a-f]{64})$/;
const MAX_COUNT = 2 ** 31;
const MAX_BLOCKS = 16;
const MAX_KEYS = 4;
/** The end of the year 9999. */
const MAX_TIME_MS = 253_402_300_799_999;

/** A plan from its bytes: shape, range and the limits of checkPlan. Throws RefusedError with the reason. */
export function parsePlan(bytes: Uint8Array, codec: TextCodec): Plan {
  const fields = readObject(bytes, MAX_PLAN_BYTES, "the plan", codec);
  const plan: Plan = {
    protocol: fields.protocol(),
    task: fields.text("task", NAME, "is not a name"),
    version: fields.whole("version", 1, MAX_COUNT),
    round: fields.whole("round", 0, 0xffff_ffff),
    model: fields.text("model", MODEL, "is neither a hash nor zero"),
    epoch: epoch(fields.object("epoch")),
    blocks: fields.objects("blocks", 1, MAX_BLOCKS).map(planBlock),
    boundSquared: fields.whole("boundSquared", 1, Number.MAX_SAFE_INTEGER),
    sigmaSquared: rational(fields.object("sigmaSquared")),
    noiseMultiplier: fields.positive("noiseMultiplier", 1_000),
    leastReports: fields.whole("leastReports", 1, MAX_COUNT),
    largestBatch: fields.whole("largestBatch", 1, MAX_COUNT),
    // Plans from before there were buckets do not name them.
    buckets: fields.has("buckets") ? fields.whole("buckets", 1, MOST_BUCKETS) : 1,
    participationCap: fields.whole("participationCap", 1, 10_000),
    devices: fields.whole("devices", 1, 10_000_000_000),
    delta: fields.positive("delta", 1),
    microRho: fields.whole("microRho", 1, Number.MAX_SAFE_INTEGER),
    trustMode: fields.word("trustMode", ["A", "B", "C"]),
    leader: party(fields.object("leader")),
    helper: mapped(fields.objectOrNull("helper"), party),
    tokens: mapped(fields.objectOrNull("tokens"), planTokens),
  };
  fields.end();
  checkPlan(plan);
  return plan;
}

const mapped = <A, B>(value: A | null, change: (value: A) => B): B | null => (value === null ? null : change(value));

function epoch(fields: Fields): Plan["epoch"] {
  const times = { from: fields.whole("from", 0, MAX_TIME_MS), until: fields.whole("until", 0, MAX_TIME_MS) };
  fields.end();
  return times;
}

/** Also of a task that an operator sets. */
export function planBlock(fields: Fields): PlanBlock {
  const kind = fields.word("kind", ["delta", "histogram"]);
  const read: PlanBlock = {
    name: fields.text("name", NAME, "is not a name"),
    kind,
    size: fields.whole("size", 1, MAX_VALUES),
    ...(kind === "delta" && { subset: fields.word("subset", SUBSETS) }),
    scale: fields.whole("scale", 1, MAX_COUNT),
    clipNorm: fields.positive("clipNorm", 1e9),
  };
  fields.end();
  return read;
}

function party(fields: Fields): Party {
  const read = {
    origin: fields.text("origin", ORIGIN, "is not an origin"),
    keys: hpkeKeys(fields),
    signKey: fields.hex("signKey", 32),
  };
  fields.end();
  return read;
}

/** Also the answer of the helper to the leader that asks for its keys. */
export function hpkeKeys(fields: Fields): readonly HpkeKey[] {
  const keys = fields.objects("keys", 1, MAX_KEYS).map(hpkeKey);
  if (new Set(keys.map(({ id }) => id)).size < keys.length)
    throw new RefusedError("malformed", `${fields.what}: two keys have the same id`);
  return keys;
}

function hpkeKey(fields: Fields): HpkeKey {
  const kem = fields.word("kem", ["x25519", "p256"]);
  const read = { id: fields.whole("id", 0, 255), kem, key: fields.hex("key", kem === "x25519" ? 32 : 65) };
  fields.end();
  return read;
}
