/** A response's body, read no further than it may be long. Throws RangeError for a longer one. */
export async function boundedBody(response: Response, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop cancels what is still to come.
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > maxBytes) throw new RangeError(`it answers with more than ${maxBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
