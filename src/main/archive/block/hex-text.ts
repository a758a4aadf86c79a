/** Characters of a UUID in its usual writing, and bytes of what it says. */
export const uuidLength = 36
export const uuidBytes = 16

/** Value of a lower-case hexadecimal digit by its ASCII code; 255 for any other. */
const digitOf = new Uint8Array(256).fill(255)
const charOf = new Uint8Array(16)
for (let value = 0; value < 16; value += 1) {
  const code = value.toString(16).charCodeAt(0)
  digitOf[code] = value
  charOf[value] = code
}

/** Writes the bytes that `text`, in lower-case hexadecimal, says; false when it says none. */
export function parseHex(text: string, out: Uint8Array, at: number): boolean {
  const { length } = text
  for (let place = 0, to = at; place < length; place += 2, to += 1) {
    const value = pairAt(text, place)
    if (value < 0) return false
    out[to] = value
  }
  return true
}

/** Writes the 16 bytes of a UUID written `8-4-4-4-12` in lower case; false when `text` is anything else. */
export function parseUuid(text: string, out: Uint8Array, at: number): boolean {
  if (text.length !== uuidLength) return false
  let from = 0
  for (let byte = 0; byte < uuidBytes; byte += 1) {
    if (hasHyphenBefore(byte)) {
      if (text.charCodeAt(from) !== hyphen) return false
      from += 1
    }
    const value = pairAt(text, from)
    if (value < 0) return false
    out[at + byte] = value
    from += 2
  }
  return true
}

/** As `parseHex`, of the `length` characters of ASCII at `from`. */
export function parseHexBytes(bytes: Uint8Array, from: number, length: number, out: Uint8Array, at: number): boolean {
  for (let place = from, to = at; place < from + length; place += 2, to += 1) {
    const high = digitOf[bytes[place] as number] as number
    const low = digitOf[bytes[place + 1] as number] as number
    if ((high | low) > 15) return false
    out[to] = (high << 4) | low
  }
  return true
}

/** As `parseUuid`, of the 36 bytes at `from`. */
export function parseUuidBytes(bytes: Uint8Array, from: number, out: Uint8Array, at: number): boolean {
  return (
    bytes[from + 8] === hyphen &&
    bytes[from + 13] === hyphen &&
    bytes[from + 18] === hyphen &&
    bytes[from + 23] === hyphen &&
    parseHexBytes(bytes, from, 8, out, at) &&
    parseHexBytes(bytes, from + 9, 4, out, at + 4) &&
    parseHexBytes(bytes, from + 14, 4, out, at + 6) &&
    parseHexBytes(bytes, from + 19, 4, out, at + 8) &&
    parseHexBytes(bytes, from + 24, 12, out, at + 10)
  )
}

/** Writes the digits of `count` bytes, as ASCII. */
export function printHex(bytes: Uint8Array, at: number, count: number, out: Uint8Array, to: number): void {
  for (let place = 0; place < count; place += 1) {
    const byte = bytes[at + place] as number
    out[to + place * 2] = charOf[byte >> 4] as number
    out[to + place * 2 + 1] = charOf[byte & 15] as number
  }
}

/** Writes the 36 characters of a UUID, as ASCII. */
export function printUuid(bytes: Uint8Array, at: number, out: Uint8Array, to: number): void {
  let place = to
  for (let byte = 0; byte < uuidBytes; byte += 1) {
    if (hasHyphenBefore(byte)) {
      out[place] = hyphen
      place += 1
    }
    const value = bytes[at + byte] as number
    out[place] = charOf[value >> 4] as number
    out[place + 1] = charOf[value & 15] as number
    place += 2
  }
}

const hyphen = 0x2d

function hasHyphenBefore(byte: number): boolean {
  return byte === 4 || byte === 6 || byte === 8 || byte === 10
}

function pairAt(text: string, place: number): number {
  const high = text.charCodeAt(place)
  const low = text.charCodeAt(place + 1)
  if (high > 255 || low > 255) return -1
  const value = ((digitOf[high] as number) << 4) | (digitOf[low] as number)
  // a code that is no digit is 255, and then more than 8 bits are set; NaN beyond the end reads as no digit
  return value > 255 || digitOf[low] === 255 || Number.isNaN(low) ? -1 : value
}
