import type { Locator } from "playwright";
import { browser } from "./demo.ts";

/** How much of what is drawn along the middle of an element, of 1, stands out from the rest. */
export async function inkOf(element: Locator): Promise<number> {
  const png = (await element.screenshot()).toString("base64");
  const page = await browser.newPage(); // without the policy of the shop
  const ink = await page.evaluate(async (data) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
    const { width, height } = image;
    const context = new OffscreenCanvas(width, height).getContext("2d")!;
    context.drawImage(image, 0, 0);
    const { data: bytes } = context.getImageData(0, Math.floor(height / 2), width, 1);
    const counts = new Map<string, number>();
    for (let x = 0; x < width; x++) {
      const colour = bytes.slice(4 * x, 4 * x + 3).join();
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    return 1 - Math.max(...counts.values()) / width;
  }, png);
  await page.close();
  return ink;
}
