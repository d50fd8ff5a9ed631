/** Where a picture lives and what it shows: pure, shared by the feed, the server and the page. */

export interface PictureKey {
  /** A drawing or an icon of the set. */
  readonly icon: string;
  /** A smaller icon on the label of a bag, tin, book or box. */
  readonly label?: string;
  readonly colour: string;
  /** 0 to 11: which scene stands behind, and from 6 on mirrored. */
  readonly pose: number;
}

export const POSES = 12;

/** `/img/pouch.beans.clay.3.svg` */
export function pictureAddress({ icon, label, colour, pose }: PictureKey): string {
  const parts = [icon, ...(label === undefined ? [] : [label]), colour, pose.toString(36)];
  return `/img/${parts.join(".")}.svg`;
}

/** The reverse, for a file name such as `pouch.beans.clay.3.svg`. Undefined for anything else. */
export function readPictureName(name: string): PictureKey | undefined {
  const match = /^([a-z0-9-]{1,40})(?:\.([a-z0-9-]{1,40}))?\.([a-z]{2,12})\.([0-9a-b])\.svg$/.exec(name);
  if (match === null) return undefined;
  const [, icon = "", label, colour = "", pose = "0"] = match;
  return { icon, ...(label === undefined ? {} : { label }), colour, pose: Number.parseInt(pose, 36) };
}

/** Up to two letters that stand for a title when there is no picture: "Trail Runner 2" gives "TR". */
export function initials(title: string): string {
  const words = title.normalize("NFC").match(/[\p{L}\p{N}]+/gu) ?? [];
  const letters = words.slice(0, 2).map((word) => [...word][0] ?? "");
  return letters.join("").toLocaleUpperCase("en");
}

/** A picture made of initials, for a product that has none. */
export const placeholderAddress = (title: string): string => `/img/initials/${encodeURIComponent(initials(title))}.svg`;
