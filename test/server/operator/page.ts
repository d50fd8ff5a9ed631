import { readFileSync } from "node:fs";
import { bundle } from "../../../scripts/bundle.mjs";
import { BUNDLES, COPIES } from "../../../scripts/bundles.mjs";
import type { OperatorPage } from "../../../server/operator/page-files.ts";

/** The operator page as the build makes it, made here. */
export async function builtPage(): Promise<OperatorPage> {
  const wanted = BUNDLES.find(({ entries }) => "operator" in entries)!;
  const [script] = await bundle(wanted);
  const copy = (name: "operator.html" | "operator.css" | "uplot.css") => readFileSync(COPIES[`dist/${name}`]);
  return {
    "/operator": copy("operator.html"),
    "/operator/operator.js": Buffer.from(script!.code),
    "/operator/operator.css": copy("operator.css"),
    "/operator/uplot.css": copy("uplot.css"),
  };
}
