import { assertNever } from '../../../shared/kit/assert-never.ts'
import { otherRows, select, selectedRows, type Selection } from './coded-rows.ts'
import type { Leaf, Plan, PlanNode } from './plan.ts'
import { timedRows } from './row-span.ts'
import type { CodedColumn, SegmentView } from './segment-source.ts'
import { bytesOf, difference, intersection, listed, noRows, type SizedRows, rowRange, union } from './sized-rows.ts'
import { indexedRows, matchingTexts } from './text-rows.ts'

interface Estimate {
  readonly rows: number
  /** Whether texts must be looked at one by one. */
  readonly scansTexts: boolean
}

/** Rows that a text column may give for `contains` and the like: nothing is known before they are read. */
const guessedShare = 0.1

/** What is kept is kept under what was asked; long lists of values are not. */
const longestKey = 1_000
/** Going through so many values of a directory takes as long as reading a part. */
const valuesPerRead = 500
/** Of so few rows each one's cell is looked at. */
const fewLeft = 8_192
/** So few values are looked up in a directory one by one. */
const fewIds = 64

/** Evaluates one plan in one segment. What was selected for a column is found once. */
export class SegmentEvaluator {
  readonly #view: SegmentView
  readonly #selections = new Map<Leaf, Selection>()

  constructor(view: SegmentView) {
    this.#view = view
  }

  /** Whether evaluating reads texts row by row, so that doing it piece by piece pays. */
  scansTexts(node: PlanNode): boolean {
    return this.#estimate(node).scansTexts
  }

  /** The number of rows, where the directories tell it. */
  countAtOnce(node: PlanNode): number | undefined {
    switch (node.kind) {
      case 'all':
        return this.#view.rowCount
      case 'none':
        return 0
      case 'leaf':
        return this.selection(node)?.rows
      case 'not': {
        const count = this.countAtOnce(node.node)
        return count === undefined ? undefined : this.#view.rowCount - count
      }
      case 'time':
      case 'and':
      case 'or':
        return undefined
      default:
        return assertNever(node)
    }
  }

  /** The values that a leaf selects, where no row of the column has its text by itself. */
  selection(leaf: Leaf): Selection | undefined {
    return this.#view.texts(leaf.columnId) === undefined ? this.#select(leaf) : undefined
  }

  /** The rows that match, of all or of those `within`. */
  rows(node: PlanNode, within?: SizedRows): SizedRows {
    if (within?.size === 0) return noRows
    switch (node.kind) {
      case 'all':
        return within ?? this.#everyRow()
      case 'none':
        return noRows
      case 'time':
        return clipped(timedRows(this.#view, node), within)
      case 'leaf':
        return this.#leaf(node, within)
      case 'and':
        return this.#and(node.nodes, within)
      case 'or':
        return this.#or(node.nodes, within)
      case 'not':
        return this.#not(node.node, within)
      default:
        return assertNever(node)
    }
  }

  /** All rows that match; kept, since a filter is asked for its rows, their number and their times. */
  everyMatch({ rest, key }: Plan): SizedRows {
    return rest.kind === 'and' || rest.kind === 'or'
      ? this.#keep(`plan ${key}`, () => this.rows(rest))
      : this.rows(rest)
  }

  #keep(key: string, work: () => SizedRows): SizedRows {
    return key.length > longestKey ? work() : this.#view.memo(key, bytesOf, work)
  }

  #and(nodes: readonly PlanNode[], within: SizedRows | undefined): SizedRows {
    let found = within
    for (const node of this.#cheapestFirst(nodes)) {
      found = this.rows(node, found)
      if (found.size === 0) break
    }
    return found ?? this.#everyRow()
  }

  /** Where one leaves nothing to find, the others need not be asked. */
  #or(nodes: readonly PlanNode[], within: SizedRows | undefined): SizedRows {
    let found = noRows
    const wanted = within?.size ?? this.#view.rowCount
    for (const node of this.#mostForLeast(nodes)) {
      if (found.size === wanted) break
      const estimate = this.#estimate(node)
      if (estimate.rows === 0) continue
      // texts that are read one by one are read only where no other column had a hit; so are cells where few are left
      const isNearlyAll = wanted - found.size <= fewLeft
      const isOpenOnly = found.size > 0 && (estimate.scansTexts || isNearlyAll)
      const open = isOpenOnly ? difference(within ?? this.#everyRow(), found) : within
      found = union(found, this.rows(node, open))
    }
    return found
  }

  /** Parts of an `or` in the order in which they promise most rows for least work; texts last. */
  #mostForLeast(nodes: readonly PlanNode[]): PlanNode[] {
    return nodes
      .map((node) => ({ node, price: this.#priceOf(node) }))
      .sort((one, other) => one.price - other.price)
      .map(({ node }) => node)
  }

  /** Work for each row that may be found, without reading anything. */
  #priceOf(node: PlanNode): number {
    if (node.kind !== 'leaf') return 1
    if (this.#view.texts(node.columnId) !== undefined) return Infinity
    const coded = this.#view.coded(node.columnId)
    if (coded === undefined) return 0
    return (valuesPerRead + coded.distinct) / coded.present
  }

  #not(node: PlanNode, within: SizedRows | undefined): SizedRows {
    const others = node.kind === 'leaf' ? this.#othersOf(node) : undefined
    if (others !== undefined) return clipped(others, within)
    return difference(within ?? this.#everyRow(), this.rows(node, within))
  }

  /** The rows of a column's other values, where each row has a value and those are the fewer: their postings tell. */
  #othersOf(leaf: Leaf): SizedRows | undefined {
    const { rowCount } = this.#view
    const coded = this.#view.coded(leaf.columnId)
    if (coded === undefined || coded.present < rowCount) return undefined
    const selection = this.#select(leaf)
    if (selection.rows * 2 < rowCount) return undefined
    return otherRows(coded, selection, rowCount)
  }

  #leaf(leaf: Leaf, within: SizedRows | undefined): SizedRows {
    const { rowCount } = this.#view
    let found = noRows
    const coded = this.#view.coded(leaf.columnId)
    if (coded !== undefined) {
      if (coded.present === rowCount && leaf.matchesAll()) return within ?? this.#everyRow()
      const selection = this.#select(leaf)
      if (selection.rows === rowCount) return within ?? this.#everyRow()
      const others = this.#othersOf(leaf)
      if (others !== undefined) return difference(within ?? this.#everyRow(), others)
      found = clipped(
        selectedRows(coded, selection, rowCount, within, (work) =>
          this.#keep(`cells ${leaf.columnId} ${leaf.key}`, work)
        ),
        within
      )
    }
    const texts = this.#view.texts(leaf.columnId)
    if (texts === undefined) return found
    const indexed = indexedRows(texts, leaf.matcher)
    if (indexed !== undefined)
      return indexed.length === 0 ? found : union(found, clipped(listed(indexed, rowCount), within))
    const isMost = within === undefined || within.size * 2 > rowCount
    const inTexts = isMost
      ? this.#keep(`texts ${leaf.columnId} ${leaf.key}`, () => matchingTexts(texts, leaf.matcher, rowCount, undefined))
      : matchingTexts(texts, leaf.matcher, rowCount, within)
    return union(found, clipped(inTexts, within))
  }

  #everyRow(): SizedRows {
    return rowRange(0, this.#view.rowCount, this.#view.rowCount)
  }

  #select(leaf: Leaf): Selection {
    const known = this.#selections.get(leaf)
    if (known !== undefined) return known
    const coded = this.#view.coded(leaf.columnId)
    const selection = coded === undefined ? { codes: [], rows: 0 } : this.#selectIn(coded, leaf)
    this.#selections.set(leaf, selection)
    return selection
  }

  /** Finding many values takes a look at the whole directory, so that what was found is kept. */
  #selectIn(coded: CodedColumn, leaf: Leaf): Selection {
    if (leaf.matcher.kind === 'present' || leaf.key.length > longestKey || leaf.ids().length <= fewIds)
      return select(coded, leaf)
    return this.#view.memo(
      `values ${leaf.columnId} ${leaf.key}`,
      ({ codes }) => codes.length * 8,
      () => select(coded, leaf)
    )
  }

  #cheapestFirst(nodes: readonly PlanNode[]): PlanNode[] {
    return nodes
      .map((node) => ({ node, ...this.#estimate(node) }))
      .sort((one, other) => Number(one.scansTexts) - Number(other.scansTexts) || one.rows - other.rows)
      .map(({ node }) => node)
  }

  #estimate(node: PlanNode): Estimate {
    const { rowCount } = this.#view
    switch (node.kind) {
      case 'all':
        return { rows: rowCount, scansTexts: false }
      case 'none':
        return { rows: 0, scansTexts: false }
      case 'time':
        return { rows: this.#view.rowAt(node.toMs) - this.#view.rowAt(node.fromMs), scansTexts: false }
      case 'leaf':
        return this.#estimateLeaf(node)
      case 'not': {
        const { rows, scansTexts } = this.#estimate(node.node)
        return { rows: rowCount - rows, scansTexts }
      }
      case 'and':
      case 'or': {
        const parts = node.nodes.map((part) => this.#estimate(part))
        const rows = parts.map((part) => part.rows)
        return {
          rows:
            node.kind === 'and'
              ? Math.min(...rows)
              : Math.min(
                  rowCount,
                  rows.reduce((sum, one) => sum + one, 0)
                ),
          scansTexts: parts.some((part) => part.scansTexts)
        }
      }
      default:
        return assertNever(node)
    }
  }

  #estimateLeaf(leaf: Leaf): Estimate {
    const coded = this.#view.coded(leaf.columnId)
    const rows = coded === undefined ? 0 : leaf.matchesAll() ? coded.present : this.#select(leaf).rows
    const texts = this.#view.texts(leaf.columnId)
    if (texts === undefined) return { rows, scansTexts: false }
    const { matcher } = leaf
    if (matcher.kind === 'equals') return { rows: rows + matcher.texts.size, scansTexts: false }
    const indexed = indexedRows(texts, matcher)
    if (indexed !== undefined) return { rows: rows + indexed.length, scansTexts: false }
    return { rows: rows + this.#view.rowCount * guessedShare, scansTexts: true }
  }
}

function clipped(rows: SizedRows, within: SizedRows | undefined): SizedRows {
  return within === undefined ? rows : intersection(rows, within)
}
