const VOID = new Set("area base br col embed hr img input link meta source track wbr path ellipse circle".split(" "));
const RAW = /<(script|style)\b[^>]*>[\s\S]*?<\/\1>/g;

/** What a browser would have to mend: tags that do not match, ids used twice, pictures without words, fields without labels. */
export function faults(document: string): string[] {
  const markup = document.replace(RAW, "").replace(/<!doctype html>/i, "");
  return [...unbalanced(markup), ...doubleIds(markup), ...wordless(markup), ...unlabelled(markup), ...headings(markup)];
}

function unbalanced(markup: string): string[] {
  const open: string[] = [];
  const found: string[] = [];
  for (const [tag, close, name = "", rest = ""] of markup.matchAll(/<(\/?)([a-z][a-z0-9-]*)((?:"[^"]*"|[^">])*)>/g)) {
    if (close === "/") {
      const last = open.pop();
      if (last !== name) found.push(`${tag} closes <${last}>`);
    } else if (!VOID.has(name) && !rest.endsWith("/")) open.push(name);
  }
  const stray = markup.replace(/<\/?[a-z][a-z0-9-]*(?:"[^"]*"|[^">])*>/g, "").match(/[<>]/g);
  if (stray !== null) found.push(`${stray.length} stray angle brackets`);
  return [...found, ...open.map((name) => `<${name}> is never closed`)];
}

function doubleIds(markup: string): string[] {
  const ids = [...markup.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id ?? "");
  return ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `the id ${id} stands twice`);
}

const wordless = (markup: string): string[] =>
  (markup.match(/<img\b[^>]*>/g) ?? []).filter((tag) => !/\salt="/.test(tag)).map((tag) => `no alt: ${tag}`);

function unlabelled(markup: string): string[] {
  const labelled = new Set([...markup.matchAll(/<label[^>]*\sfor="([^"]*)"/g)].map(([, id]) => id));
  const inside = new Set(
    (markup.match(/<label\b[\s\S]*?<\/label>/g) ?? []).flatMap(
      (label) => label.match(/<(?:input|select)\b[^>]*>/g) ?? [],
    ),
  );
  const fields = (markup.match(/<(?:input|select)\b[^>]*>/g) ?? []).filter((tag) => !/type="hidden"/.test(tag));
  return fields
    .filter(
      (tag) => !inside.has(tag) && !/aria-label/.test(tag) && !labelled.has(/\sid="([^"]*)"/.exec(tag)?.[1] ?? ""),
    )
    .map((tag) => `no label: ${tag}`);
}

function headings(markup: string): string[] {
  const h1 = markup.match(/<h1\b/g)?.length ?? 0;
  const landmarks = ["<header", "<main", "<footer", "<nav"].filter((tag) => !markup.includes(tag));
  return [...(h1 === 1 ? [] : [`${h1} h1`]), ...landmarks.map((tag) => `no ${tag}>`)];
}
