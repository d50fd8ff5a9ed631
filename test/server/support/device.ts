import { webcrypto } from "node:crypto";
import { sha256 } from "../../../server/crypto/digest.ts";
import { TEXT } from "../../../server/text.ts";
import { secureRandom } from "../../../src/core/privacy/random.ts";
import { share } from "../../../src/core/privacy/share/share.ts";
import { encode } from "../../../src/core/privacy/vector/encode.ts";
import { parseAnswer } from "../../../src/core/protocol/answer.ts";
import { toHex } from "../../../src/core/protocol/hex.ts";
import { parsePlan } from "../../../src/core/protocol/parse-plan.ts";
import type { Plan, PlanBlock } from "../../../src/core/protocol/plan.ts";
import { encodeReport, HELPER_INFO, LEADER_INFO, type Report, reportAad } from "../../../src/core/protocol/report.ts";
import { shareBytes } from "../../../src/core/protocol/share.ts";
import { parseTask, type TaskAnswer } from "../../../src/core/protocol/task.ts";
import { sealTo } from "../../../workers/federated/seal.ts";
import { token as issued } from "./token.ts";

const random = secureRandom((bytes) => webcrypto.getRandomValues(bytes));

/** A plan as a device knows it. */
export interface Fetched {
  readonly plan: Plan;
  readonly hash: Uint8Array;
  readonly bytes: Uint8Array;
}

export async function fetchTask(leader: string, task: string): Promise<TaskAnswer> {
  const response = await fetch(`${leader}/v1/tasks/${task}`);
  return parseTask(new Uint8Array(await response.arrayBuffer()), TEXT);
}

export async function fetchPlan(origin: string, hash: string): Promise<Fetched> {
  const response = await fetch(`${origin}/v1/plans/${hash}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { plan: parsePlan(bytes, TEXT), hash: sha256(bytes), bytes };
}

/** A report, and what a test holds sums to. */
export interface Sent {
  /** In hex. */
  readonly id: string;
  readonly bytes: Uint8Array;
  /** The whole numbers that are in it. */
  readonly vector: Uint32Array;
}

/** What makes reports of one plan, in the way of a browser: the same code, WebCrypto and all; with a token each, of the issuer, where the plan asks for them. */
export interface Device {
  /** A report of these values, one vector a block. */
  report(values: readonly ArrayLike<number>[], change?: Partial<Report>): Promise<Sent>;
  /** A report of any whole numbers, as a client of one's own makes it. */
  forged(vector: Uint32Array): Promise<Sent>;
}

export async function device(fetched: Fetched, issuer?: string): Promise<Device> {
  const { plan, hash } = fetched;
  if (plan.helper === null) throw new Error("this device reports to two aggregators");
  const toLeader = await sealTo(plan.leader.keys, TEXT);
  const toHelper = await sealTo(plan.helper.keys, TEXT);
  const made = async (vector: Uint32Array, change: Partial<Report> = {}): Promise<Sent> => {
    const token = plan.tokens === null ? new Uint8Array() : await tokenOf(issuer, fetched, change);
    const reportId = webcrypto.getRandomValues(new Uint8Array(16));
    const head = { planHash: hash, round: plan.round, reportId, token, ...change };
    const aad = reportAad(head, sha256(head.token));
    const { leader, helperSeed } = share(vector, random);
    const boxes = {
      leader: await toLeader(LEADER_INFO, aad, shareBytes(leader)),
      helper: await toHelper(HELPER_INFO, aad, helperSeed),
    };
    return { id: toHex(head.reportId), vector, bytes: encodeReport({ ...head, ...boxes, ...change }) };
  };
  return {
    report: (values, change) => made(encode(plan.blocks, values, hash, random), change),
    forged: (vector) => made(vector),
  };
}

/** Reports of as many devices, no two alike, to a plan of weights and five counts. */
export async function reportsTo(fetched: Fetched, count: number, issuer?: string): Promise<readonly Sent[]> {
  const { report } = await device(fetched, issuer);
  const [{ size }] = fetched.plan.blocks as readonly [PlanBlock, ...PlanBlock[]]; // a plan has blocks
  const valuesOf = (n: number) => [
    Array.from({ length: size }, (_, at) => Math.cos(n * 17 + at) / 5),
    [1, 0, 0, n % 2, 1],
  ];
  const reports: Sent[] = [];
  for (let n = 0; n < count; n++) reports.push(await report(valuesOf(n)));
  return reports;
}

const tokenOf = async (issuer: string | undefined, fetched: Fetched, { token }: Partial<Report>): Promise<Uint8Array> =>
  token ?? issued(issuer ?? "no issuer", fetched);

/** Sends a report as a browser does; "unanswered" where the leader has gone. */
export async function send(leader: string, bytes: Uint8Array): Promise<string> {
  try {
    const response = await fetch(`${leader}/v1/reports`, {
      method: "POST",
      headers: { "content-type": "application/octet-stream" },
      body: Buffer.from(bytes),
    });
    return parseAnswer(new Uint8Array(await response.arrayBuffer()), TEXT);
  } catch {
    return "unanswered";
  }
}
