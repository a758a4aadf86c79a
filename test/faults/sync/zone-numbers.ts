const minutesADay = 24 * 60
/** How many different values `zoneOf` has. +00:00 and -00:00 are one zone under two names. */
export const zoneCount = 2 * minutesADay - 1

/** A time zone for each number, as an offset from UTC such as +03:07: thousands of values that are all valid. */
export function zoneOf(number: number): string {
  if (number < 0 || number >= zoneCount) throw new RangeError(`there is no zone number ${number}`)
  const minutes = number < minutesADay ? number : number - minutesADay + 1
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${number < minutesADay ? '+' : '-'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
