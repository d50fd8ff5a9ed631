/** The operator page: asks for the token, then shows what the server says, again and again. */
import { session } from "./ask.ts";
import { button } from "./dom.ts";
import { login } from "./login.ts";
import { watch } from "./watch.ts";

const main = document.getElementById("main");
const links = document.getElementById("head-links");

function leave(why?: string): void {
  session.forget();
  links?.replaceChildren();
  main?.replaceChildren(login(why, enter));
  document.getElementById("token")?.focus();
}

function enter(): void {
  const { elements, state, stop } = watch(() => leave("The session has ended. Enter the token again."));
  const out = button("Log out", "button quiet small", () => {
    stop();
    leave();
  });
  links?.replaceChildren(state, out);
  main?.replaceChildren(...elements);
}

if (session.read() === null) leave();
else enter();
