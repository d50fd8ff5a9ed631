import fc from "fast-check";
import { expect, test } from "vitest";
import { Html, html, jsonScript } from "../../demo/html/html.ts";

const plain = (text: string): string =>
  text.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" })[name as "amp"],
  );

test("no value leaves its place, in text or in an attribute", () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      const inside = /^<a title="([^"<>]*)">([^"<>]*)<\/a>$/.exec(html`<a title="${value}">${value}</a>`.text);
      expect(inside?.slice(1).map(plain)).toEqual([value, value]);
    }),
  );
});

test("markup stays markup, lists are joined, nothing is nothing", () => {
  expect(html`${html`<b>${1}</b>`}${[html`<i></i>`, "<", [2]]}${false}${undefined}${null}`.text).toBe(
    "<b>1</b><i></i>&lt;2",
  );
  expect(html`${new Html("<hr>")}`.text).toBe("<hr>");
});

test("data cannot end its script and reads back as it was", () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.constant('"</script><!--\u2028"')), (json) => {
      const data: unknown = JSON.parse(json);
      const body =
        /^<script type="application\/json" data-for="x">(.*)<\/script>$/s.exec(jsonScript("x", data).text)?.[1] ?? "";
      expect(body).not.toMatch(/[<>\u2028]/);
      expect(JSON.parse(body)).toEqual(data);
    }),
  );
});
