import { readFileSync } from "node:fs";
import { STUB } from "../../src/page/stub.ts";
import { PACKS } from "../packs.ts";
import { peerPackages } from "../peer.ts";
import { type Additions, PRODUCT, shelfCards } from "./shop-page.ts";

/** Something that a shop loads by a script tag. */
export interface System {
  readonly name: string;
  /** Which npm packages its files are from. */
  readonly packages: readonly string[];
  /** What the shop puts into its pages. `origin`: of the one server here. */
  additions(origin: string): Additions;
  /** Files by their addresses: one each, or a folder by the beginning of them, where it ends in a slash. */
  readonly files: Readonly<Record<string, string>>;
  /** What its servers are made to answer, by the beginning of an address. */
  answers(origin: string): Readonly<Record<string, string>>;
}

const PEERS = peerPackages("page");
const hostOf = (origin: string): string => new URL(origin).host;

/** The page without any of them: what is measured there is taken off. */
export const NOTHING: System = {
  name: "nothing",
  packages: [],
  additions: () => ({ head: `<script>addEventListener("load", started)</script>` }),
  files: {},
  answers: () => ({}),
};

/** The tag alone, and with a shelf and the panel. `pack`: the catalogue's folder. */
function inkling(pack: string): System[] {
  const tag = `<script>${STUB}</script><script async src="/inkling/inkling.js" data-catalog="/packs/${pack}/catalog.json"></script>`;
  const both = { packages: [], files: { "/inkling/": "dist/", "/packs/": `${PACKS}/` }, answers: () => ({}) };
  return [
    {
      ...both,
      name: "Inkling",
      additions: () => ({ head: `${tag}<script>inkling("rank", { n: 4 }).then(started)</script>` }),
    },
    {
      ...both,
      name: "Inkling, shelf and panel",
      additions: () => ({
        head: `${tag}<script>addEventListener("inkling-render", started, { once: true })</script>`,
        shelf: `<inkling-shelf n="4" template="#card"><ul>${shelfCards()}</ul></inkling-shelf><template id="card">
<li><a data-field="url"><b data-field="title"></b></a> <span data-field="price"></span> <small data-field="reason"></small></li>
</template>`,
        end: "<inkling-privacy></inkling-privacy>",
      }),
    },
  ];
}

const SEGMENT: System = {
  name: "Segment",
  packages: ["@segment/analytics-next"],
  additions: (origin) => ({
    head: `<script>
window.analytics = [["ready", started], ["page"]];
analytics._writeKey = "bench";
analytics._cdn = "${origin}/segment";
</script><script async src="/segment/analytics.js/v1/bench/analytics.min.js"></script>`,
  }),
  files: {
    "/segment/analytics.js/v1/bench/analytics.min.js": `${PEERS}/@segment/analytics-next/dist/umd/standalone.js`,
    "/segment/analytics-next/bundles/": `${PEERS}/@segment/analytics-next/dist/umd/`,
  },
  answers: (origin) => {
    const api = { protocol: "http", host: `${hostOf(origin)}/segment/api` };
    const sender = { apiKey: "bench", protocol: api.protocol, apiHost: api.host };
    const settings = { integrations: { "Segment.io": sender }, metrics: { ...api, sampleRate: 0.1 } };
    return { "/segment/v1/projects/bench/settings": JSON.stringify(settings), "/segment/api/": "{}" };
  },
};

const POSTHOG: System = {
  name: "PostHog",
  packages: ["posthog-js"],
  additions: (origin) => ({
    head: `<script>
window.posthog = [];
posthog.people = [];
posthog._i = [["phc_bench", { api_host: "${origin}/posthog", defaults: "2026-01-30", loaded: started }, "posthog"]];
</script><script async crossorigin="anonymous" src="/posthog/static/array.js"></script>`,
  }),
  files: { "/posthog/static/": `${PEERS}/posthog-js/dist/` },
  answers: () => ({
    "/posthog/array/phc_bench/config.js":
      "window._POSTHOG_REMOTE_CONFIG = { phc_bench: { config: {}, siteApps: [] } };",
    "/posthog/flags/": "{}",
    "/posthog/e/": "{}",
  }),
};

const ALGOLIA: System = {
  name: "Algolia",
  packages: ["search-insights", "@algolia/recommend"],
  additions: (origin) => ({
    head: `<script>
window.AlgoliaAnalyticsObject = "aa";
window.aa = function () { (aa.queue = aa.queue || []).push(arguments); };
</script><script src="/algolia/search-insights.js"></script><script src="/algolia/recommend.js"></script><script>
aa("init", { appId: "BENCH", apiKey: "bench", host: "${origin}/algolia/insights", useCookie: true });
aa("viewedObjectIDs", { index: "products", eventName: "Product viewed", objectIDs: ["${PRODUCT}"] });
window["@algolia/recommend"]
  .recommendClient("BENCH", "bench", { hosts: [{ url: "${hostOf(origin)}/algolia", protocol: "http", accept: "readWrite" }] })
  .getRecommendations({ requests: [{ indexName: "products", objectID: "${PRODUCT}", model: "related-products", threshold: 0 }] })
  .then(started);
</script>`,
  }),
  files: {
    "/algolia/search-insights.js": `${PEERS}/search-insights/dist/search-insights.min.js`,
    "/algolia/recommend.js": `${PEERS}/@algolia/recommend/dist/builds/browser.umd.js`,
  },
  answers: () => ({ "/algolia/insights/1/events": "{}", "/algolia/1/indexes/*/recommendations": '{"results":[]}' }),
};

const RECOMBEE: System = {
  name: "Recombee",
  packages: ["recombee-js-api-client"],
  additions: (origin) => ({
    head: `<script src="/recombee/client.js"></script><script>
const client = new recombee.ApiClient("bench", "bench", { baseUri: "${hostOf(origin)}/recombee", useHttps: false });
client.send(new recombee.AddDetailView("user", "${PRODUCT}", { cascadeCreate: true }));
client.send(new recombee.RecommendItemsToItem("${PRODUCT}", "user", 4, { returnProperties: true })).then(started);
</script>`,
  }),
  files: { "/recombee/client.js": `${PEERS}/recombee-js-api-client/dist/recombee-api-client.min.js` },
  answers: () => ({ "/recombee/bench/": '{"recommId":"bench","recomms":[]}' }),
};

const WEB_VITALS: System = {
  name: "web-vitals",
  packages: ["web-vitals"],
  additions: () => ({
    head: `<script>
function measure() {
  for (const on of ["onCLS", "onINP", "onLCP"]) webVitals[on](() => {});
  started();
}
</script><script async src="/web-vitals.js" onload="measure()"></script>`,
  }),
  files: { "/web-vitals.js": `${PEERS}/web-vitals/dist/web-vitals.iife.js` },
  answers: () => ({}),
};

/** All that are compared, ours first. */
export const systems = (pack: string): readonly System[] => [
  ...inkling(pack),
  SEGMENT,
  POSTHOG,
  ALGOLIA,
  RECOMBEE,
  WEB_VITALS,
];

/** Names and versions of its packages, as installed. */
export function packagesOf({ packages }: System): string {
  return packages
    .map((name) => {
      // npm's own form.
      const { version } = JSON.parse(readFileSync(`${PEERS}/${name}/package.json`, "utf8")) as { version: string };
      return `${name} ${version}`;
    })
    .join(", ");
}
