const dayMs = 86_400_000

/** Days before each month of a year that is not a leap year. */
const daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const
const daysIn = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

/**
 * Reads `YYYY-MM-DD[T ]HH:MM:SS[.f…][Z]` with one to nine digits of a second's fraction, which is nearly every time of
 * an audit table. Without a zone it is UTC.
 * @returns epoch ms UTC, whole ms as `parseAuditTime` counts them; NaN for everything else, which may still be a time
 */
export function isoTimeMs(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start
  if (length < 19 || length > 30) return Number.NaN
  const separator = bytes[start + 10]
  if (bytes[start + 4] !== 0x2d || bytes[start + 7] !== 0x2d || (separator !== 0x54 && separator !== 0x20))
    return Number.NaN
  if (bytes[start + 13] !== 0x3a || bytes[start + 16] !== 0x3a) return Number.NaN
  const century = twoDigits(bytes, start)
  const yearOfCentury = twoDigits(bytes, start + 2)
  const month = twoDigits(bytes, start + 5)
  const day = twoDigits(bytes, start + 8)
  const hour = twoDigits(bytes, start + 11)
  const minute = twoDigits(bytes, start + 14)
  const second = twoDigits(bytes, start + 17)
  const year = century * 100 + yearOfCentury
  // Years before 1900 are left to the slow way: Date.UTC has a meaning of its own for two-digit ones.
  if ((century | yearOfCentury | month | day | hour | minute | second) < 0 || year < 1900) return Number.NaN
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return Number.NaN
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const last = month === 2 && isLeap ? 29 : (daysIn[month - 1] as number)
  if (day > last) return Number.NaN
  let at = start + 19
  let ms = 0
  if (at < end && bytes[at] === 0x2e) {
    const first = at + 1
    for (at = first; at < end; at += 1) {
      const digit = (bytes[at] as number) - 0x30
      if (digit < 0 || digit > 9) break
      if (at === first) ms += digit * 100
      else if (at === first + 1) ms += digit * 10
      else if (at === first + 2) ms += digit
    }
    if (at === first || at - first > 9) return Number.NaN
  }
  if (at < end && bytes[at] === 0x5a) at += 1
  if (at !== end) return Number.NaN
  const before = year - 1
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - 477
  const days =
    (year - 1970) * 365 + leapDays + (daysBefore[month - 1] as number) + (isLeap && month > 2 ? 1 : 0) + day - 1
  return days * dayMs + hour * 3_600_000 + minute * 60_000 + second * 1000 + ms
}

/** The number that two digits write; negative where one of them is none. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - 0x30
  const ones = (bytes[at + 1] as number) - 0x30
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones
}
