/** The address when it is http(s), absolute or relative to the page, and nothing otherwise: feeds are strangers' input. */
export function safeUrl(text: string): string | undefined {
  try {
    const { protocol, href } = new URL(text, document.baseURI);
    return text.trim() !== "" && (protocol === "https:" || protocol === "http:") ? href : undefined;
  } catch {
    return undefined;
  }
}
