import { type Said, type Source, whenThere } from "./source.ts";

/** IAB Europe's purposes, Transparency and Consent Framework v2.2, appendix A. */
const STORE = [1];
/** Profiles for personalised content, and content selected by them. */
const PERSONALISE = [1, 5, 6];
/** Audiences understood through statistics, services improved. */
const CONTRIBUTE = [1, 9, 10];

/** CMP API v2, "addEventListener": what is read of TCData. */
interface TcData {
  readonly gdprApplies?: boolean;
  readonly eventStatus?: string;
  readonly listenerId?: number;
  readonly purpose?: { readonly consents?: Readonly<Record<string, boolean>> };
}
type Api = (command: string, version: 2, hear: (data: TcData, success: boolean) => void, parameter?: unknown) => void;

/**
 * Consent to the purposes; legitimate interest counts for nothing. Inkling is the shop's own code and no vendor of the framework, so no vendor is looked for. Pending
 * until the shopper has answered; while the banner is open again the last answer holds.
 */
export const tcf: Source = (ear) => {
  const find = (): Api | undefined => {
    const { __tcfapi } = globalThis as { readonly __tcfapi?: unknown };
    if (!__tcfapi) return undefined;
    // Whoever has made something else of it has made the page wait for an answer.
    if (typeof __tcfapi !== "function") throw new TypeError("consent: __tcfapi is there, and no function");
    // A function of this name is the framework's.
    return __tcfapi as Api;
  };
  whenThere(
    find,
    (api) => {
      let answered = false;
      ear.say({ store: "pending" });
      const hear = ear.problems.guard((data: TcData, success: boolean) => {
        if (ear.signal.aborted) api("removeEventListener", 2, () => {}, data?.listenerId);
        else if (success && data.gdprApplies === false) ear.say(undefined);
        else if (success && (data.eventStatus === "tcloaded" || data.eventStatus === "useractioncomplete")) {
          answered = true;
          ear.say(answerOf(data));
        } else if (!answered) ear.say({ store: "pending" });
      });
      api("addEventListener", 2, hear);
    },
    ear,
  );
};

function answerOf({ purpose }: TcData): Said {
  const to = (purposes: readonly number[]): boolean => purposes.every((id) => purpose?.consents?.[id] === true);
  return { store: to(STORE), personalise: to(PERSONALISE), ...(!to(CONTRIBUTE) && { contribute: false }) };
}
