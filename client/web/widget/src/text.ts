// `text` as UTF-8 can hold it, cut between characters to at most `bytesMax`: half a surrogate
// pair in JSON would be refused by the server, and the answer with it.
export function clean(text: string, bytesMax = Infinity): string {
  const bytes = new TextEncoder().encode(text);
  let end = bytes.length;
  if (end > bytesMax) {
    end = bytesMax;
    while ((bytes[end]! & 0xc0) === 0x80) end--;
  }
  return new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes.subarray(0, end));
}

// The same value always gives the same text.
export function toJson(value: unknown): string {
  return JSON.stringify(
      value, (_, item: unknown) => (typeof item === 'string' ? clean(item) : item));
}
