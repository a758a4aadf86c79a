/**
 * The canonical form of an archived row: the JSON object of its values, each a string, keys sorted by UTF-16 code units,
 * no white space, columns without a value left out, escapes as RFC 8785 (JSON Canonicalization Scheme) writes them. It
 * says nothing of Vigil, so that anybody can recompute it: the SHA-256 of a line of an evidence pack's `events.ndjson`
 * (without its newline) is the row's leaf in the hash chain.
 */
export function canonicalRow(cells: Iterable<readonly [name: string, text: string]>): string {
  const sorted = [...cells].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
  // JSON.stringify escapes as RFC 8785 asks, but writes lone surrogates as escapes; a text that came as UTF-8 has none.
  return `{${sorted.map(([name, text]) => `${JSON.stringify(name)}:${JSON.stringify(text)}`).join(',')}}`
}
