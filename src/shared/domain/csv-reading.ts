/** A line of a CSV file with the number of the line on which it begins, from 1. */
export interface CsvRecord {
  readonly line: number
  readonly cells: readonly string[]
}

/** What separates cells: a comma in RFC 4180, a semicolon where the comma is the decimal sign, a tab when pasted. */
export type CsvSeparator = ',' | ';' | '\t'

/**
 * Reads CSV as RFC 4180 has it, and what spreadsheets make of it: a mark in front, any line end, quoted cells that hold
 * line ends, separators and doubled quotation marks. Empty lines are left out.
 * @returns the records; undefined when a quoted cell never ends or goes on behind its end, which is no CSV
 */
export function readCsv(text: string, separator: CsvSeparator = ','): CsvRecord[] | undefined {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text
  const records: CsvRecord[] = []
  let at = 0
  let line = 1
  while (at < source.length) {
    const cells: string[] = []
    const startLine = line
    for (;;) {
      const cell = source[at] === '"' ? quotedCell(source, at) : plainCell(source, at, separator)
      if (cell === undefined) return undefined
      cells.push(cell.value)
      line += lineEndsIn(source.slice(at, cell.end))
      at = cell.end
      if (source[at] !== separator) break
      at += 1
    }
    if (at < source.length && source[at] !== '\r' && source[at] !== '\n') return undefined
    if (source[at] === '\r') at += source[at + 1] === '\n' ? 2 : 1
    else if (source[at] === '\n') at += 1
    line += 1
    if (cells.length > 1 || cells[0] !== '') records.push({ line: startLine, cells })
  }
  return records
}

interface Cell {
  readonly value: string
  /** Where the text goes on. */
  readonly end: number
}

function plainCell(source: string, from: number, separator: CsvSeparator): Cell {
  let end = from
  while (end < source.length && source[end] !== separator && source[end] !== '\r' && source[end] !== '\n') end += 1
  return { value: source.slice(from, end), end }
}

function quotedCell(source: string, from: number): Cell | undefined {
  let value = ''
  let at = from + 1
  for (;;) {
    const quote = source.indexOf('"', at)
    if (quote === -1) return undefined
    value += source.slice(at, quote)
    if (source[quote + 1] !== '"') return { value, end: quote + 1 }
    value += '"'
    at = quote + 2
  }
}

function lineEndsIn(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0
}
