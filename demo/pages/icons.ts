import { Html } from "../html/html.ts";

const svg = (body: string, size = 22): Html =>
  new Html(
    `<svg class="icon" width="${size}" height="${size}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${body}</svg>`,
  );

export const searchIcon = (): Html => svg('<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>');
export const bagIcon = (): Html => svg('<path d="M5 8h14l1 12H4L5 8Z"/><path d="M9 10V7a3 3 0 0 1 6 0v3"/>');
export const dropIcon = (): Html =>
  svg(
    '<path d="M12 3.500c3.600 4 5.800 7 5.800 10.200a5.800 5.800 0 0 1-11.600 0C6.200 10.500 8.400 7.500 12 3.500Z"/><path d="M9.300 14a2.700 2.700 0 0 0 2.500 2.700"/>',
  );
export const tickIcon = (): Html => svg('<path d="m5 12.500 4.500 4.500L19 7.500"/>', 18);
export const arrowIcon = (): Html => svg('<path d="M5 12h14m-6-6 6 6-6 6"/>', 18);

/** The shop's mark: three pebbles on each other. */
export const pebbles = (): Html =>
  new Html(
    '<svg class="pebbles" width="34" height="34" viewBox="0 0 34 34" aria-hidden="true"><ellipse cx="17" cy="26.500" rx="13" ry="5.500" fill="var(--pebble-1)"/><ellipse cx="16" cy="16.500" rx="9.500" ry="4.800" fill="var(--pebble-2)"/><ellipse cx="18" cy="8" rx="6" ry="3.800" fill="var(--pebble-3)"/></svg>',
  );

export const FAVICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 34 34"><ellipse cx="17" cy="26.500" rx="13" ry="5.500" fill="#2b5f6b"/><ellipse cx="16" cy="16.500" rx="9.500" ry="4.800" fill="#5fa59a"/><ellipse cx="18" cy="8" rx="6" ry="3.800" fill="#f2a15f"/></svg>';
