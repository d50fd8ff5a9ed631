/** The operator page: asks for the token, then shows what the server says, again and again. */
import { overview, session } from "./ask.ts";
import { board } from "./board.ts";
import { button, h } from "./dom.ts";
import { login } from "./login.ts";
import { time } from "./words.ts";

const EVERY_MS = 4_000;

const main = document.getElementById("main");
const links = document.getElementById("head-links");

function show(...content: readonly HTMLElement[]): void {
  main?.replaceChildren(...content);
}

function leave(why?: string): void {
  session.forget();
  links?.replaceChildren();
  show(login(why, watch));
  document.getElementById("token")?.focus();
}

/** Shows the board and keeps it fresh while somebody looks, until the session ends. */
function watch(): void {
  const seen = board();
  const state = h("p", { class: "fresh", role: "status" }, "Asking the server…");
  const failing = h("p", { class: "panel problem", role: "alert", hidden: true });
  const waiting = h("p", { class: "panel" }, "Asking the server…");
  let since: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;

  const end = (why?: string): void => {
    over = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", again);
    leave(why);
  };
  const look = async (): Promise<void> => {
    const reply = await overview();
    if (over) return;
    if ("value" in reply) {
      since = undefined;
      failing.hidden = true;
      state.textContent = `As of ${time(reply.value.atMs)}`;
      seen.draw(reply.value);
      if (waiting.isConnected) waiting.replaceWith(seen.element);
    } else if (reply.problem === "refused") {
      return end("The session has ended. Enter the token again.");
    } else {
      since ??= Date.now();
      const stale = seen.element.isConnected ? " What stands below is older." : "";
      failing.textContent = `The server has not answered since ${time(since)}; it is asked again every few seconds.${stale}`;
      failing.hidden = false;
      waiting.hidden = true;
      if (seen.element.isConnected) waiting.remove();
    }
    timer = setTimeout(again, EVERY_MS);
  };
  const again = (): void => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") void look();
  };
  document.addEventListener("visibilitychange", again);
  links?.replaceChildren(
    state,
    button("Log out", "button quiet small", () => end()),
  );
  show(failing, waiting);
  void look();
}

if (session.read() === null) leave();
else watch();
