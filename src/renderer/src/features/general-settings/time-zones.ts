/** One IANA zone as the list offers it. */
export interface ZoneOption {
  readonly value: string
  readonly label: string
  readonly description: string
}

function offsetOf(zone: string, atMs: number): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(atMs)
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
  return name === 'GMT' ? 'UTC+00:00' : name.replace('GMT', 'UTC')
}

/**
 * All zones that this computer knows, UTC first, with their offset now; and the present value even where it is not known.
 * @param current the zone that is set
 */
export function zoneOptions(current: string | undefined, nowMs: number): readonly ZoneOption[] {
  const known = Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')
  const names = ['UTC', ...known]
  if (current !== undefined && !names.includes(current)) names.unshift(current)
  return names.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' '), description: safeOffset(zone, nowMs) }))
}

function safeOffset(zone: string, nowMs: number): string {
  try {
    return offsetOf(zone, nowMs)
  } catch {
    return 'Not known to this computer'
  }
}
