import type { Overview, SessionAnswer } from "../../../server/operator/api.ts";

/** Logs in with the operator's token and answers what carries its session from then on. */
export async function logIn(leader: string, token: string): Promise<{ readonly authorization: string }> {
  const body = JSON.stringify({ token });
  const response = await fetch(`${leader}/operator/api/session`, { method: "POST", body });
  return { authorization: `Bearer ${((await response.json()) as SessionAnswer).session}` };
}

/** What the operator page shows, by a session of its own. */
export async function overviewOf(leader: string, token: string): Promise<Overview> {
  const headers = await logIn(leader, token);
  return (await fetch(`${leader}/operator/api/overview`, { headers })).json();
}
