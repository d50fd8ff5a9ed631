import { PANEL_SLOT } from "../../src/core/bridge/panel-slot.ts";
import type { Explanation, Forecast, ForecastHorizon, Profile, RankReply } from "../../src/core/bridge/protocol.ts";
import { parseRankRequest } from "../../src/core/bridge/rank-request.ts";
import { RequestError } from "../../src/core/errors.ts";
import { explain } from "../../src/core/rank/explain.ts";
import { forecastOf } from "../../src/core/rank/forecast/forecast.ts";
import { HORIZONS } from "../../src/core/rank/forecast/weights.ts";
import { profileOf } from "../../src/core/rank/profile.ts";
import { rankSteps } from "../../src/core/rank/rank.ts";
import { explorationName } from "../../src/core/rank/tuning/explore.ts";
import { type Session, said, within } from "./session.ts";

/** How long a ranking waits for the catalogue and for prices; afterwards it goes on without. */
const RANK_WAIT_MS = 1_500;
const LIVE_WAIT_MS = 200;

/** Every ranking gets a name of its own, by which impressions and clicks find it again. */
export async function rankReply(session: Session, asked: unknown): Promise<RankReply> {
  const { catalogue, desk } = session;
  const request = session.platform.token();
  const nothing = () => ({ items: [], basis: "shop-order" as const, policy: session.policy(), request });
  const parsed = parseRankRequest(asked);
  if (!parsed.ok) return { ...nothing(), reason: "bad-request", message: parsed.message };
  await within(catalogue.ready(), RANK_WAIT_MS);
  if (parsed.request.display === true) await within(catalogue.liveReady(), LIVE_WAIT_MS);
  const moment = await session.moment();
  if (moment === undefined) return { ...nothing(), reason: "no-catalogue", ...said(catalogue.message) };
  const share = session.unlearning || parsed.request.slot === PANEL_SLOT ? 0 : session.learning.share;
  const chance = { share, random: session.platform.random };
  const steps = rankSteps(moment, parsed.request, desk.queryIndex(moment), chance);
  const { explored, ...ranked } = await session.platform.pace(steps);
  const policy = session.policy();
  return { ...withWhy(session, ranked), policy: explored ? explorationName(policy, explored) : policy, request };
}

export async function explanation(session: Session, id: string): Promise<Explanation> {
  const moment = await session.moment();
  if (moment === undefined) throw new RequestError("there is no catalogue yet; status() says why");
  return explain(moment, id);
}

export async function profile(session: Session): Promise<Profile> {
  const moment = await session.moment();
  if (moment === undefined) return { session: NOTHING, longTerm: NOTHING, recent: [], reason: "no-catalogue" };
  return withWhy(session, profileOf(moment));
}

export async function forecast(session: Session, horizon: ForecastHorizon): Promise<Forecast> {
  if (!HORIZONS.includes(horizon)) throw new RequestError(`horizon must be ${HORIZONS.join(", ")}`);
  const moment = await session.moment();
  if (moment === undefined) return { horizon, categories: [], basis: "baseline", sessions: 0, reason: "no-catalogue" };
  return withWhy(session, forecastOf(moment, horizon));
}

/** Says why nothing is known of the shopper, where nothing is. */
const withWhy = <T extends Pick<Partial<RankReply>, "reason">>(session: Session, found: T): T =>
  found.reason === "first-visit" ? { ...found, reason: session.impersonal() } : found;

const NOTHING = { events: 0, categories: [], brands: [] } as const;
