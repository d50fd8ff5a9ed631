import { logIn, session } from "./ask.ts";
import { h } from "./dom.ts";

const PROBLEMS = {
  refused: "That is not the token.",
  often: "Too many attempts from this address. Wait a minute.",
  gone: "The server does not answer as it should.",
  away: "The server does not answer. Is it running?",
} as const;

/** The form that asks for the token. `why`: what led here, where something did. */
export function login(why: string | undefined, entered: () => void): HTMLElement {
  const input = h("input", {
    id: "token",
    type: "password",
    autocomplete: "current-password",
    required: true,
    maxlength: 256,
  });
  const problem = h("p", { class: "problem", role: "alert" });
  const enter = h("button", { type: "submit", class: "button" }, "Open");
  const form = h(
    "form",
    { class: "panel login", method: "post" },
    h("h1", {}, "What do the devices teach the shop?"),
    h("p", {}, "Rounds, privacy spent and models of this aggregation server, for whoever operates it."),
    why !== undefined && h("p", { class: "note" }, why),
    h("label", { for: "token" }, "Operator token"),
    input,
    h("p", { class: "quiet-text" }, "The server printed it when it started, unless it was given one."),
    problem,
    enter,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    enter.disabled = true;
    const reply = await logIn(input.value);
    enter.disabled = false;
    if ("problem" in reply) {
      problem.textContent = PROBLEMS[reply.problem];
      input.select();
      return;
    }
    session.keep(reply.value);
    entered();
  });
  return form;
}
