/** One IANA zone as the list offers it. */
export interface ZoneOption {
  readonly value: string
  readonly label: string
  readonly description: string
}

/** Names that the runtime still gives in their old form (CLDR keeps them), with the IANA names that people look for. */
const renamed: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk'
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
export function zoneOptions(current: string | undefined, nowMs: number = Date.now()): readonly ZoneOption[] {
  const known = Intl.supportedValuesOf('timeZone').map((zone) => renamed[zone] ?? zone)
  const names = [...new Set(['UTC', ...known.toSorted()])]
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
