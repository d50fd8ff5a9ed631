import { placeholderAddress } from "../pictures/address.ts";

/** The title that a picture belongs to: the server's word, or in a card filled here the title beside it. */
function titleOf(image: HTMLImageElement): string {
  const beside = image.closest("[data-inkling-item]")?.querySelector("[data-field=title]")?.textContent;
  return image.dataset.title || beside || image.alt;
}

/** Puts the designed placeholder where a picture cannot be shown. Once: the placeholder is the shop's own. */
export function mend(image: HTMLImageElement): void {
  if (image.dataset.mended !== undefined) return;
  image.dataset.mended = "";
  image.src = placeholderAddress(titleOf(image));
}

const broken = (image: HTMLImageElement): boolean =>
  image.complete && image.naturalWidth === 0 && image.currentSrc !== "";

/** Mends pictures that have failed and those that will: feeds name many that are gone. */
export function mendPictures(): void {
  const heard = ({ target }: Event): void => {
    if (target instanceof HTMLImageElement) mend(target);
  };
  // Errors of pictures do not bubble; they can be caught on their way down.
  document.addEventListener("error", heard, { capture: true });
  for (const image of document.images) if (broken(image)) mend(image);
}
