import { Buffer } from 'node:buffer'
import type { PackFinding } from '../../../shared/contract/evidence.ts'
import { csvLine } from '../../../shared/domain/csv.ts'
import { packFiles } from '../../../shared/domain/evidence-pack.ts'

/** Characters of a value that a finding shows. */
const shownCharacters = 80

/** How `events.csv` was written. */
export interface CsvForm {
  readonly columns: readonly string[]
  readonly isSpreadsheetSafe: boolean
}

/** The first line of the file. Without the mark, spreadsheets on Windows read the file in another character set. */
export function csvHeader(form: CsvForm): string {
  return `\uFEFF${csvLine(form.columns, form.isSpreadsheetSafe)}`
}

/** A row's line. @param cells by column; a column that is not there has no value */
export function csvRow(form: CsvForm, cells: Readonly<Record<string, unknown>>): string {
  return csvLine(cellsOf(form, cells), form.isSpreadsheetSafe)
}

/** Whether `events.csv` has the rows of `events.ndjson`: it is written anew from them and compared, byte by byte. */
export class CsvCheck {
  finding: PackFinding | undefined
  readonly #form: CsvForm
  readonly #chunks: AsyncGenerator<Uint8Array>
  #rest: Uint8Array = Buffer.alloc(0)

  constructor(form: CsvForm, chunks: AsyncGenerator<Uint8Array>) {
    this.#form = form
    this.#chunks = chunks
  }

  async begin(): Promise<void> {
    const header = Buffer.from(csvHeader(this.#form))
    if (!header.equals(await this.#take(header.length))) this.#differs('its first line does not name the columns')
  }

  /** @param firstLine of `events.ndjson`, from 1 */
  async compare(lines: readonly Buffer[], firstLine: number): Promise<void> {
    if (this.finding !== undefined) return
    const rows: Buffer[] = []
    for (const line of lines) {
      const cells = parseRow(line)
      if (cells === undefined) break
      rows.push(Buffer.from(csvRow(this.#form, cells)))
    }
    const wanted = Buffer.concat(rows)
    const there = await this.#take(wanted.length)
    if (!wanted.equals(there)) return this.#nameFirst(lines, rows, there, firstLine)
    if (rows.length < lines.length) this.#differs('the line of events.ndjson is no row', firstLine + rows.length)
  }

  /** After the last row: there is nothing more. */
  async end(): Promise<void> {
    if (this.finding === undefined && (await this.#take(1)).length > 0) this.#differs('it has more rows')
    this.#rest = Buffer.alloc(0)
    while ((await this.#chunks.next()).done !== true);
  }

  #nameFirst(lines: readonly Buffer[], rows: readonly Buffer[], there: Buffer, firstLine: number): void {
    let at = 0
    for (const [index, row] of rows.entries()) {
      if (!row.equals(there.subarray(at, at + row.length))) {
        const cells = cellsOf(this.#form, parseRow(lines[index] ?? Buffer.alloc(0)) ?? {})
        const other = firstRecord(there.toString('utf8', at))
        return this.#differs(this.#difference(cells, other), firstLine + index)
      }
      at += row.length
    }
  }

  #difference(cells: readonly (string | undefined)[], other: readonly string[]): string {
    if (other.length <= 1 && other[0] === '') return 'the row is not there'
    const { columns, isSpreadsheetSafe } = this.#form
    const index = columns.findIndex((_, place) => {
      const [written = ''] = firstRecord(csvLine([cells[place]], isSpreadsheetSafe))
      return written !== other[place]
    })
    if (index < 0) return 'the row is written otherwise'
    return `column ${columns[index]}: events.ndjson has ${shown(cells[index])}, events.csv ${shown(other[index])}`
  }

  #differs(detail: string, line?: number): void {
    this.finding = { kind: 'csv-differs', file: packFiles.csv, detail, ...(line === undefined ? {} : { line }) }
  }

  /** So many bytes, or what there is. */
  async #take(count: number): Promise<Buffer> {
    const pieces: Uint8Array[] = []
    let missing = count
    while (missing > 0) {
      if (this.#rest.length === 0) {
        const next = await this.#chunks.next()
        if (next.done === true) break
        this.#rest = next.value
      }
      const piece = this.#rest.subarray(0, missing)
      this.#rest = this.#rest.subarray(piece.length)
      pieces.push(piece)
      missing -= piece.length
    }
    return Buffer.concat(pieces)
  }
}

function parseRow(line: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line.toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined
  }
}

function cellsOf({ columns }: CsvForm, cells: Readonly<Record<string, unknown>>): (string | undefined)[] {
  return columns.map((name) => {
    const cell = Object.hasOwn(cells, name) ? cells[name] : undefined
    return typeof cell === 'string' ? cell : undefined
  })
}

/** The fields of the first record of a CSV text. */
function firstRecord(text: string): string[] {
  const fields: string[] = []
  const field = /"((?:[^"]|"")*)"|([^",\r\n]*)/y
  for (let at = 0; at <= text.length; ) {
    field.lastIndex = at
    const found = field.exec(text)
    if (found === null) break
    fields.push(found[1] === undefined ? (found[2] ?? '') : found[1].replaceAll('""', '"'))
    at = field.lastIndex
    if (text[at] !== ',') break
    at += 1
  }
  return fields
}

function shown(text: string | undefined): string {
  if (text === undefined || text === '') return 'nothing'
  return JSON.stringify(text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text)
}
