import type { EventFilter } from '../../../shared/domain/event-filter.ts'
import { assertNever } from '../../../shared/kit/assert-never.ts'
import { matchingIds } from './dictionary-search.ts'
import { type Matcher, matcherKey } from './matcher.ts'
import type { SegmentSource } from './segment-source.ts'

/** What one column's values must be. */
export interface Leaf {
  readonly kind: 'leaf'
  readonly columnId: number
  readonly matcher: Matcher
  readonly key: string
  /** Values of the column's dictionary that match, ascending; searched when first asked for. */
  ids(): Uint32Array
  /** 1 at the id of each matching value. */
  marks(): Uint8Array
  /** Whether all values of the dictionary match. */
  matchesAll(): boolean
}

export type PlanNode =
  | { readonly kind: 'all' }
  | { readonly kind: 'none' }
  | { readonly kind: 'time'; readonly fromMs: number; readonly toMs: number }
  | Leaf
  | { readonly kind: 'and'; readonly nodes: readonly PlanNode[] }
  | { readonly kind: 'or'; readonly nodes: readonly PlanNode[] }
  | { readonly kind: 'not'; readonly node: PlanNode }

/** A filter made ready: the time that all of it is bound to, and what else is asked. */
export interface Plan {
  readonly fromMs: number
  readonly toMs: number
  /** Rows without a time match only where nothing asks for one. */
  readonly isTimed: boolean
  readonly rest: PlanNode
  /** Names `rest`. */
  readonly key: string
}

const all: PlanNode = { kind: 'all' }
const none: PlanNode = { kind: 'none' }

/** Makes a filter ready to be asked of a table. A column that the table has not matches nothing. */
export function planFilter(source: SegmentSource, filter: EventFilter): Plan {
  const node = planNode(source, filter)
  const parts = node.kind === 'and' ? node.nodes : [node]
  let fromMs = -Infinity
  let toMs = Infinity
  const rest: PlanNode[] = []
  for (const part of parts) {
    if (part.kind === 'time') {
      fromMs = Math.max(fromMs, part.fromMs)
      toMs = Math.min(toMs, part.toMs)
    } else rest.push(part)
  }
  const isTimed = parts.some((part) => part.kind === 'time')
  const asked = fromMs < toMs ? joined('and', rest) : none
  return { fromMs, toMs, isTimed, rest: asked, key: keyOf(asked) }
}

function keyOf(node: PlanNode): string {
  switch (node.kind) {
    case 'all':
    case 'none':
      return node.kind
    case 'time':
      return `${node.fromMs}<${node.toMs}`
    case 'leaf':
      return JSON.stringify([node.columnId, node.key])
    case 'and':
    case 'or':
      return `${node.kind}(${node.nodes.map(keyOf).join(' ')})`
    case 'not':
      return `not(${keyOf(node.node)})`
    default:
      return assertNever(node)
  }
}

function planNode(source: SegmentSource, filter: EventFilter): PlanNode {
  switch (filter.kind) {
    case 'everything':
      return all
    case 'and':
    case 'or':
      return joined(
        filter.kind,
        filter.filters.map((part) => planNode(source, part))
      )
    case 'not':
      return negated(planNode(source, filter.filter))
    case 'time':
      return { kind: 'time', fromMs: filter.fromMs ?? -Infinity, toMs: filter.toMs ?? Infinity }
    case 'equals':
      return filter.values.length === 0
        ? none
        : leafOf(source, filter.column, { kind: 'equals', texts: new Set(filter.values) })
    case 'contains': {
      const matcher: Matcher = { kind: 'contains', lowerText: filter.text.toLowerCase() }
      if (filter.column !== undefined) return leafOf(source, filter.column, matcher)
      return joined(
        'or',
        source.table.columns
          .map((column) => leafOf(source, column.name, matcher))
          .filter((node) => node.kind === 'leaf' && (source.hasTexts(node.columnId) || node.ids().length > 0))
      )
    }
    case 'starts-with':
      return leafOf(source, filter.column, { kind: 'starts-with', lowerText: filter.text.toLowerCase() })
    case 'present':
      return leafOf(source, filter.column, { kind: 'present' })
    case 'number':
      return leafOf(source, filter.column, {
        kind: 'number',
        min: filter.min ?? -Infinity,
        max: filter.max ?? Infinity
      })
    default:
      return assertNever(filter)
  }
}

function leafOf(source: SegmentSource, name: string, matcher: Matcher): PlanNode {
  const column = source.table.columns.find((one) => one.name === name)
  if (column === undefined) return none
  const { columnId } = column
  const key = matcherKey(matcher)
  let found: Uint32Array | undefined
  let marked: Uint8Array | undefined
  const ids = () => (found ??= matchingIds(source, columnId, matcher, key))
  const marks = () => (marked ??= marksOf(ids(), column.valueCount))
  const matchesAll = () => matcher.kind === 'present' || ids().length === column.valueCount
  return { kind: 'leaf', columnId, matcher, key, ids, marks, matchesAll }
}

function marksOf(ids: Uint32Array, valueCount: number): Uint8Array {
  const marks = new Uint8Array(valueCount + 1)
  for (const id of ids) marks[id] = 1
  return marks
}

function negated(node: PlanNode): PlanNode {
  if (node.kind === 'not') return node.node
  if (node.kind === 'all') return none
  return node.kind === 'none' ? all : { kind: 'not', node }
}

function joined(kind: 'and' | 'or', nodes: readonly PlanNode[]): PlanNode {
  const [neutral, deciding] = kind === 'and' ? [all, none] : [none, all]
  const kept: PlanNode[] = []
  for (const node of nodes) {
    if (node.kind === deciding.kind) return deciding
    if (node.kind === kind) kept.push(...node.nodes)
    else if (node.kind !== neutral.kind) kept.push(node)
  }
  return kept.length === 0 ? neutral : kept.length === 1 ? (kept[0] ?? neutral) : { kind, nodes: kept }
}
