// How each byte is written within a JSON string, as RFC 8785 and JSON.stringify do: 0 as it is, 1 as \u00xx, else
// behind a backslash as this character.
const escapes = new Uint8Array(256)
escapes.fill(1, 0, 0x20)
for (const [byte, letter] of [
  [0x08, 'b'],
  [0x09, 't'],
  [0x0a, 'n'],
  [0x0c, 'f'],
  [0x0d, 'r'],
  [0x22, '"'],
  [0x5c, '\\']
] as const)
  escapes[byte] = letter.charCodeAt(0)

/** Most bytes that a byte can become. */
export const longestEscape = 6
const hexDigits = Buffer.from('0123456789abcdef')

/**
 * Writes the UTF-8 text `from` (`start` to `end`) into `to` at `at`, escaped as within a JSON string.
 * @returns where it ended; `to` needs room for `longestEscape` times the length
 */
export function escapeInto(to: Uint8Array, at: number, from: Uint8Array, start: number, end: number): number {
  let out = at
  for (let i = start; i < end; i += 1) {
    const byte = from[i] as number
    const escape = escapes[byte] as number
    if (escape === 0) {
      to[out] = byte
      out += 1
      continue
    }
    to[out] = 0x5c
    if (escape !== 1) {
      to[out + 1] = escape
      out += 2
      continue
    }
    to[out + 1] = 0x75
    to[out + 2] = 0x30
    to[out + 3] = 0x30
    to[out + 4] = hexDigits[byte >> 4] as number
    to[out + 5] = hexDigits[byte & 15] as number
    out += longestEscape
  }
  return out
}
