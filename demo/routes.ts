import type { IncomingMessage } from "node:http";
import { countOf } from "./basket/basket.ts";
import { changeBasket, lastOrder, placeOrder } from "./forms.ts";
import { page, type Reply, seeOther, text } from "./http/reply.ts";
import { fill } from "./pages/basket-lines.ts";
import { cart } from "./pages/cart.ts";
import { category, departments } from "./pages/category.ts";
import { checkout, thanks } from "./pages/checkout.ts";
import { device } from "./pages/device.ts";
import { type Content, frame } from "./pages/frame.ts";
import { home } from "./pages/home.ts";
import { FAVICON } from "./pages/icons.ts";
import { privacy } from "./pages/privacy.ts";
import { product } from "./pages/product.ts";
import { search } from "./pages/search.ts";
import { notFound } from "./pages/troubles.ts";
import { svgReply } from "./pictures/pictures.ts";
import { isSameOrigin, readVisit, type Visit } from "./visit.ts";
import type { World } from "./world.ts";

/** A page, a finished reply, or undefined: there is nothing here. */
type Answer = Content | Reply | undefined;
type Route = (world: World, visit: Visit) => Answer | Promise<Answer>;
type Below = (world: World, rest: string, visit: Visit) => Answer | Promise<Answer>;

const linesOf = ({ shop }: World, { basket }: Visit): ReturnType<typeof fill> => fill(shop, basket);

/** Addresses that are one page. */
const EXACT: Readonly<Record<string, { readonly GET: Route; readonly POST?: Route }>> = {
  "/": { GET: ({ shop }) => home(shop) },
  "/c": { GET: ({ shop }) => departments(shop) },
  "/search": { GET: ({ shop }, { url }) => search(shop, url.searchParams) },
  "/cart": {
    GET: (world, visit) => cart(world.shop, linesOf(world, visit)),
    POST: ({ shop }, visit) => changeBasket(shop, visit),
  },
  "/checkout": {
    GET(world, visit) {
      const lines = linesOf(world, visit);
      return lines.length === 0 ? seeOther("/cart") : checkout(world.shop, lines);
    },
    POST: ({ shop }, visit) => placeOrder(shop, visit),
  },
  "/thanks": { GET: ({ shop }, visit) => thanks(shop, lastOrder(shop, visit)) },
  "/device": { GET: ({ shop, assets }) => device(shop, assets.deviceScript) },
  "/privacy": { GET: ({ shop }, { url }) => privacy(shop, url.searchParams) },
  "/favicon.svg": { GET: () => svgReply(FAVICON) },
  "/robots.txt": { GET: () => text(200, "User-agent: *\nDisallow: /\n") },
};

/** Addresses that name one of many. */
const BELOW: Readonly<Record<string, Below>> = {
  "/c/": ({ shop }, rest, { url }) => {
    const found = shop.categories.get(rest.replace(/\/$/, ""));
    return found && category(shop, found, url.searchParams);
  },
  "/p/": ({ shop }, rest) => {
    const found = shop.find(rest);
    if (found === undefined) return undefined;
    const own = shop.addressOf(found);
    return own === `/p/${encodeURIComponent(rest)}` ? product(shop, found) : { ...seeOther(own), status: 302 };
  },
  "/img/": ({ pictures }, rest) => pictures(rest),
  "/assets/": ({ folders }, rest) => folders.assets(rest),
  "/inkling/": ({ folders }, rest) => folders.inkling(rest),
  "/catalogue/": ({ folders }, rest) => folders.catalogue(rest),
};

async function answer(world: World, visit: Visit): Promise<Answer> {
  const { path, request } = visit;
  const exact = Object.hasOwn(EXACT, path) ? EXACT[path] : undefined;
  const asked = request.method === "HEAD" ? "GET" : request.method;
  const route = asked === "GET" ? exact?.GET : asked === "POST" ? exact?.POST : undefined;
  if (route === undefined && asked !== "GET") {
    const allow = exact?.POST === undefined ? "HEAD, GET" : "HEAD, GET, POST";
    return text(405, "This shop does not understand the request.", { allow });
  }
  if (asked === "POST" && !isSameOrigin(request)) return text(403, "This form came from another site.");
  if (route !== undefined) return route(world, visit);
  const start = Object.keys(BELOW).find((one) => path.startsWith(one));
  return start === undefined ? undefined : BELOW[start]?.(world, path.slice(start.length), visit);
}

/** Answers a request whose address can be read. May throw. */
export async function respond(world: World, request: IncomingMessage, url: URL): Promise<Reply> {
  const visit = readVisit(request, url);
  const found = await answer(world, visit);
  if (found !== undefined && "body" in found) return found;
  const { shop, assets } = world;
  const view = { shop, assets, basketCount: countOf(visit.basket), consent: visit.consent };
  return page(found === undefined ? 404 : 200, frame(view, found ?? notFound(shop)));
}
