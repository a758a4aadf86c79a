import type { PackFinding } from '../../../shared/contract/evidence.ts'

/** A row as the chain has it. */
export interface ExpectedRow {
  /** Hex. */
  readonly leaf: string
  readonly rowId: string
}

/** A line of `events.ndjson`. */
export interface FoundLine {
  /** SHA-256 of the line, hex. */
  readonly leaf: string
  /** From 1. */
  readonly line: number
}

/** How far ahead a row is looked for that is not where it should be. */
const farthest = 65_536
/** How many rows are compared to tell a change from an insertion among rows that are alike. */
const compared = 64

/**
 * Compares the rows that the chain has with the lines that are there, both in order, and names what is not where it should
 * be. Memory stays flat: both are streams.
 * @param most findings after which the comparison ends
 */
export async function diffRows(
  expected: AsyncGenerator<readonly ExpectedRow[]>,
  found: AsyncGenerator<readonly FoundLine[]>,
  most: number
): Promise<PackFinding[]> {
  const rows = new Ahead(expected)
  const lines = new Ahead(found)
  const findings: PackFinding[] = []
  while (findings.length < most) {
    await Promise.all([rows.fill(1), lines.fill(1)])
    while (rows.first !== undefined && rows.first.leaf === lines.first?.leaf) {
      rows.take()
      lines.take()
    }
    if (rows.isSpent && lines.isSpent) {
      if (rows.isAtEnd && lines.isAtEnd) break
      continue
    }
    await Promise.all([rows.fill(farthest), lines.fill(farthest)])
    if (rows.first?.leaf !== lines.first?.leaf) findings.push(await nextDifference(rows, lines))
  }
  return withMoved(findings)
}

type Difference = PackFinding & { leaf?: string }

async function nextDifference(rows: Ahead<ExpectedRow>, lines: Ahead<FoundLine>): Promise<Difference> {
  const row = rows.first
  const line = lines.first
  if (row === undefined) return added(line, await lines.takeAll())
  if (line === undefined) return missing(row, await rows.takeAll())
  const lineOfRow = lines.indexOf(row.leaf)
  const rowOfLine = rows.indexOf(line.leaf)
  // Rows may be alike: what fits the most of what follows is what happened.
  const asChanged = agreeing(rows, 1, lines, 1)
  const isChanged =
    (lineOfRow < 0 || (rowOfLine < 0 && asChanged > agreeing(rows, 0, lines, lineOfRow))) &&
    (rowOfLine < 0 || (lineOfRow < 0 && asChanged > agreeing(rows, rowOfLine, lines, 0)))
  if (isChanged) {
    rows.take()
    lines.take()
    return { kind: 'row-changed', line: line.line, rowId: row.rowId }
  }
  if (lineOfRow < 0) return missing(row, rows.take(rowOfLine).length)
  if (rowOfLine < 0) return added(line, lines.take(lineOfRow).length)
  // both are there: the one that is farther from its place was moved
  if (lineOfRow > rowOfLine) {
    const at = lines.takeAt(lineOfRow)
    rows.take()
    return { kind: 'row-moved', line: at.line, rowId: row.rowId }
  }
  const at = rows.takeAt(rowOfLine)
  lines.take()
  return { kind: 'row-moved', line: line.line, rowId: at.rowId }
}

/** How many rows and lines after these places are the same, of those that are looked at. */
function agreeing(rows: Ahead<ExpectedRow>, row: number, lines: Ahead<FoundLine>, line: number): number {
  let count = 0
  while (count < compared && rows.leafAt(row + count) === lines.leafAt(line + count)) {
    if (rows.leafAt(row + count) === undefined) return compared
    count += 1
  }
  return count
}

function missing(row: ExpectedRow, count: number): Difference {
  const detail = count === 1 ? {} : { detail: `${count} rows from here on` }
  return { kind: 'row-missing', rowId: row.rowId, leaf: row.leaf, ...detail }
}

function added(line: FoundLine | undefined, count: number): Difference {
  const detail = count === 1 ? {} : { detail: `${count} lines from here on` }
  return { kind: 'row-added', ...(line === undefined ? {} : { line: line.line, leaf: line.leaf }), ...detail }
}

/** A row that is missing in one place and too much in another, farther away than is looked ahead, was moved. */
function withMoved(findings: readonly Difference[]): PackFinding[] {
  const gone = new Map(findings.flatMap((one) => (one.kind === 'row-missing' && one.leaf ? [[one.leaf, one]] : [])))
  const moved = new Set<Difference>()
  const kept = findings.map((one) => {
    const from = one.kind === 'row-added' && one.detail === undefined ? gone.get(one.leaf ?? '') : undefined
    if (from === undefined || from.detail !== undefined) return one
    moved.add(from)
    return { kind: 'row-moved' as const, line: one.line, rowId: from.rowId }
  })
  return kept.filter((one) => !moved.has(one)).map(({ leaf: _leaf, ...finding }: Difference) => finding)
}

/** A stream of which some items are looked at before they are taken. */
class Ahead<Item extends { readonly leaf: string }> {
  readonly #source: AsyncGenerator<readonly Item[]>
  #items: Item[] = []
  #at = 0
  isAtEnd = false

  constructor(source: AsyncGenerator<readonly Item[]>) {
    this.#source = source
  }

  get first(): Item | undefined {
    return this.#items[this.#at]
  }

  /** Whether nothing is at hand; more may come. */
  get isSpent(): boolean {
    return this.#at >= this.#items.length
  }

  /** Has at least so many at hand, or all that there are. */
  async fill(count: number): Promise<void> {
    while (!this.isAtEnd && this.#items.length - this.#at < count) {
      const next = await this.#source.next()
      if (next.done === true) this.isAtEnd = true
      else if (this.isSpent) {
        this.#items = [...next.value]
        this.#at = 0
      } else {
        if (this.#at > 0) this.#items = this.#items.slice(this.#at)
        this.#at = 0
        for (const item of next.value) this.#items.push(item)
      }
    }
  }

  /** Of the item so far from the first; undefined where there is none at hand. */
  leafAt(index: number): string | undefined {
    return this.#items[this.#at + index]?.leaf
  }

  indexOf(leaf: string): number {
    for (let index = this.#at; index < this.#items.length; index += 1)
      if (this.#items[index]?.leaf === leaf) return index - this.#at
    return -1
  }

  take(count = 1): readonly Item[] {
    this.#at += count
    return this.#items.slice(this.#at - count, this.#at)
  }

  takeAt(index: number): Item {
    const [item] = this.#items.splice(this.#at + index, 1)
    if (item === undefined) throw new RangeError('no such item')
    return item
  }

  /** Takes all that is left. @returns how many that were */
  async takeAll(): Promise<number> {
    let count = 0
    for (await this.fill(1); !this.isSpent; await this.fill(1)) {
      count += this.#items.length - this.#at
      this.#at = this.#items.length
    }
    return count
  }
}
