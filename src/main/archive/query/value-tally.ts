import { countCells } from './cell-counts.ts'
import type { Selection } from './coded-rows.ts'
import { type CodedColumn, rowsPerSubBlock, type SegmentView, type TextColumn } from './segment-source.ts'
import { difference, type SizedRows, rowRange, rowsOf } from './sized-rows.ts'

/** Distinct texts counted: a column of which each row has its own has no list of most frequent values anyway. */
const mostTexts = 200_000

/** How often each value of a column comes: coded values by id, others by text. */
export class ValueTally {
  readonly byId: Uint32Array
  readonly byText = new Map<string, number>()
  /** Rows counted, with and without a value. */
  total = 0

  /** Rows that have a value, whether or not it is told apart. */
  filled = 0
  /** Whether every value is told apart. */
  isExact = true

  /** @param byId counts to go on from */
  constructor(byId: Uint32Array) {
    this.byId = byId
  }

  addText(text: string): void {
    this.filled++
    const known = this.byText.get(text)
    if (known === undefined && this.byText.size >= mostTexts) this.isExact = false
    else this.byText.set(text, (known ?? 0) + 1)
  }
}

/** Adds all rows of a segment. */
export function tallySegment(tally: ValueTally, view: SegmentView, columnId: number): void {
  tally.total += view.rowCount
  const coded = view.coded(columnId)
  if (coded !== undefined) addDirectory(tally, coded, 1)
  const texts = view.texts(columnId)
  if (texts !== undefined) addTexts(tally, texts, view.rowCount)
}

/** Adds the rows that have one of some values of the column. */
export function tallySelection(tally: ValueTally, coded: CodedColumn, selection: Selection): void {
  const { byId } = tally
  tally.total += selection.rows
  for (const code of selection.codes) {
    const id = coded.ids[code - 1] ?? 0
    byId[id] = (byId[id] ?? 0) + (coded.counts[code - 1] ?? 0)
  }
}

/** Adds some rows of a segment. */
export function tallyRows(tally: ValueTally, view: SegmentView, columnId: number, rows: SizedRows): void {
  tally.total += rows.size
  const coded = view.coded(columnId)
  if (coded !== undefined && rows.size > 0) addCoded(tally, coded, rows, view.rowCount)
  const texts = view.texts(columnId)
  if (texts === undefined) return
  if (rows.size === view.rowCount) addTexts(tally, texts, view.rowCount)
  else
    for (const row of rowsOf(rows)) {
      const text = texts.textAt(row)
      if (text !== undefined) tally.addText(text)
    }
}

function addDirectory(tally: ValueTally, { ids, counts }: CodedColumn, sign: 1 | -1): void {
  const { byId } = tally
  for (let index = 0; index < ids.length; index++)
    byId[ids[index] as number] = (byId[ids[index] as number] as number) + sign * (counts[index] as number)
}

/** Counts the rows; where they are most of the segment, counts the others and takes these away from the directory's. */
function addCoded(tally: ValueTally, coded: CodedColumn, rows: SizedRows, rowCount: number): void {
  if (rows.size * 2 <= rowCount) {
    addCells(tally, coded, rows, 1)
    return
  }
  addDirectory(tally, coded, 1)
  if (rows.size < rowCount) addCells(tally, coded, difference(rowRange(0, rowCount, rowCount), rows), -1)
}

function addCells(tally: ValueTally, coded: CodedColumn, rows: SizedRows, sign: 1 | -1): void {
  const { byId } = tally
  const { ids } = coded
  const cells = coded.cells()
  if (rows.size * 4 < ids.length) {
    for (const row of rowsOf(rows)) {
      const code = cells[row] as number
      if (code > 0) byId[ids[code - 1] as number] = (byId[ids[code - 1] as number] as number) + sign
    }
    return
  }
  const counts = new Uint32Array(ids.length + 1)
  countCells(cells, rows, 0, rows.rowCount, counts)
  for (let code = 1; code <= ids.length; code++)
    byId[ids[code - 1] as number] = (byId[ids[code - 1] as number] as number) + sign * (counts[code] as number)
}

function addTexts(tally: ValueTally, texts: TextColumn, rowCount: number): void {
  for (let block = 0; block * rowsPerSubBlock < rowCount; block++)
    for (const text of texts.texts(block)) if (text !== undefined) tally.addText(text)
}
