import { textEncodings } from './text-encoding.ts'
import { uuidLength } from './hex-text.ts'

/** One way in which a text can lie in values that are hexadecimal digits: from a digit of the value on, these. */
export interface HexPattern {
  /** Place of the first digit in the value, two a byte. */
  readonly first: number
  readonly digits: Uint8Array
}

const hyphens = new Set([8, 13, 18, 23])
const hyphen = '-'.charCodeAt(0)

/**
 * All ways in which a lower-cased text can lie in values stored as hexadecimal digits; none where it cannot.
 * @param width bytes of a value
 * @param isAtStart whether it must be the beginning of the value
 * @returns undefined where values are not stored so
 */
export function hexPatterns(
  encoding: number,
  width: number,
  lowerText: string,
  isAtStart: boolean
): readonly HexPattern[] | undefined {
  const isUuid = encoding === textEncodings.uuid
  if (!isUuid && encoding !== textEncodings.hex) return undefined
  const length = isUuid ? uuidLength : width * 2
  const found: HexPattern[] = []
  const last = isAtStart ? Math.min(0, length - lowerText.length) : length - lowerText.length
  for (let at = 0; at <= last; at += 1) {
    const pattern = patternAt(lowerText, at, isUuid)
    if (pattern !== undefined) found.push(pattern)
  }
  return found
}

function patternAt(text: string, at: number, isUuid: boolean): HexPattern | undefined {
  const digits: number[] = []
  let first = at
  if (isUuid) for (const place of hyphens) if (place < at) first -= 1
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place)
    if (isUuid && hyphens.has(at + place)) {
      if (code !== hyphen) return undefined
    } else {
      const digit = digitOf(code)
      if (digit < 0) return undefined
      digits.push(digit)
    }
  }
  return { first, digits: Uint8Array.from(digits) }
}

function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  return code >= 0x61 && code <= 0x66 ? code - 0x57 : -1
}

/** Whether a value has the digits of the pattern. @param at where its bytes begin */
export function hasPattern(values: Uint8Array, at: number, { first, digits }: HexPattern): boolean {
  for (let index = 0; index < digits.length; index += 1) {
    const place = first + index
    const byte = values[at + (place >> 1)] as number
    if (((place & 1) === 0 ? byte >> 4 : byte & 15) !== digits[index]) return false
  }
  return true
}

/**
 * Marks the values that have one of the patterns, looking at stored bytes alone.
 * @param marks one a value, 0 before
 * @returns how many were found
 */
export function markPatterns(
  values: Uint8Array,
  width: number,
  patterns: readonly HexPattern[],
  marks: Uint8Array
): number {
  const count = Math.floor(values.length / width)
  let found = 0
  for (const pattern of patterns) {
    if (found === count) break
    const { at, mask, wanted } = anchorOf(pattern)
    const end = count * width
    for (let place = at, value = 0; place < end; place += width, value += 1)
      if (
        ((values[place] as number) & mask) === wanted &&
        marks[value] === 0 &&
        hasPattern(values, place - at, pattern)
      ) {
        marks[value] = 1
        found += 1
      }
  }
  return found
}

/** The byte that says most of whether the pattern can be there. */
function anchorOf({ first, digits }: HexPattern): {
  readonly at: number
  readonly mask: number
  readonly wanted: number
} {
  if (digits.length === 0) return { at: 0, mask: 0, wanted: 0 }
  const isOdd = (first & 1) === 1
  const from = isOdd && digits.length > 2 ? 1 : 0
  const at = (first + from) >> 1
  if (isOdd && from === 0) return { at, mask: 0x0f, wanted: digits[0] as number }
  const high = (digits[from] as number) << 4
  const low = digits[from + 1]
  return low === undefined ? { at, mask: 0xf0, wanted: high } : { at, mask: 0xff, wanted: high | low }
}
