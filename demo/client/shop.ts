/** The shop's own script: the basket, broken pictures, and what it tells Inkling. Every page works without it. */
import type { Consent } from "inkling";
import { mindBasket } from "./basket.ts";
import { pick } from "./picked.ts";
import { mendPictures } from "./pictures.ts";
import { remember } from "./remember.ts";
import { dressShelves, giveReasons } from "./shelves.ts";
import { trackPage } from "./track.ts";

mindBasket();
mendPictures();
trackPage();
dressShelves();
void giveReasons();
void pick();

// What the shopper sets on Inkling's own panel.
document.addEventListener("inkling-consent", (event) => remember((event as CustomEvent<Consent>).detail));

document.addEventListener("change", ({ target }) => {
  if (!(target instanceof HTMLSelectElement)) return;
  const { form } = target;
  if (form?.dataset.submitOnChange !== undefined) form.requestSubmit();
});
