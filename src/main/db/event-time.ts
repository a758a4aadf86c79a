import type { Cell } from '../../shared/contract/archive.ts'

/**
 * Reads a cell as a point in time. Text without a zone is UTC, as Sigma's exports are; a bare number is an epoch in
 * seconds, ms, µs or ns, told apart by its size (years 2001 to 5138).
 * @returns epoch ms, whole; `undefined` when the cell holds no time
 */
export function parseEventTime(cell: Cell | undefined): number | undefined {
  if (typeof cell === 'number') return fromEpoch(cell)
  if (typeof cell !== 'string') return undefined
  const text = cell.trim()
  if (/^\d{9,19}(\.\d+)?$/.test(text)) return fromEpoch(Number(text))
  return fromText(text)
}

function fromEpoch(value: number): number | undefined {
  if (!Number.isFinite(value) || value < 1e9) return undefined
  if (value < 1e11) return Math.floor(value * 1e3)
  if (value < 1e14) return Math.floor(value)
  if (value < 1e17) return Math.floor(value / 1e3)
  return value < 1e20 ? Math.floor(value / 1e6) : undefined
}

const isoLike =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)? ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/i

function fromText(text: string): number | undefined {
  const parts = isoLike.exec(text)
  if (parts === null) return undefined
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number
  ]
  if (hour > 24 || minute > 59 || second > 60) return undefined
  const atMs = Date.UTC(year, month - 1, day)
  const date = new Date(atMs)
  // 31 February rolls over to March: not a time that anybody meant
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
  const milliseconds = Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3))
  return atMs + hour * 3_600_000 + minute * 60_000 + second * 1_000 + milliseconds - offsetMs(parts[8])
}

function offsetMs(zone: string | undefined): number {
  const parts = /^([+-])(\d\d):?(\d\d)?$/.exec(zone ?? '')
  if (parts === null) return 0
  const minutes = Number(parts[2]) * 60 + Number(parts[3] ?? 0)
  return (parts[1] === '-' ? -1 : 1) * minutes * 60_000
}
