import { matchingIds } from './dictionary-search.ts'
import { type Matcher, matcherKey, matches } from './matcher.ts'
import { planFilter } from './plan.ts'
import { Deadline } from './segment-rows.ts'
import { rowsPerSubBlock, type SegmentSource, type SegmentView } from './segment-source.ts'
import { tallyPlan, type ValueCount } from './top-values.ts'

/** Values looked at in a column whose texts are kept per row: the newest. */
const mostTextsSeen = 8_192
/** Dictionaries are far smaller, and counts times this are whole numbers still. */
const idLimit = 2 ** 24

/**
 * Values of a column for somebody who types: those that begin with the text, most frequent first, then those that have
 * it elsewhere. Without regard to case. Of a column of nearly unique values: among the newest rows.
 * @param budgetMs counting stops after this long: values are then in the order of what was counted
 */
export function suggestValues(
  source: SegmentSource,
  columnId: number,
  text: string,
  limit: number,
  budgetMs?: number
): ValueCount[] {
  const deadline = new Deadline(budgetMs)
  const lowerText = text.toLowerCase()
  const starting: Matcher = { kind: 'starts-with', lowerText }
  const found = source.hasTexts(columnId) ? newestTexts(source, columnId, starting, limit) : []
  const seen = new Set(found.map((value) => value.text))
  for (const matcher of [starting, { kind: 'contains', lowerText } as const]) {
    if (found.length >= limit) break
    const { byId } = tallyPlan(source, planFilter(source, { kind: 'everything' }), columnId, deadline)
    const ids = matchingIds(source, columnId, matcher, matcherKey(matcher))
    for (const id of mostFrequentIds(ids, byId, limit + seen.size)) {
      const value = { text: source.valueText(columnId, id), count: byId[id] ?? 0 }
      if (found.length >= limit || value.count === 0) break
      if (seen.has(value.text)) continue
      seen.add(value.text)
      found.push(value)
    }
  }
  return found
}

function mostFrequentIds(ids: Uint32Array, byId: Uint32Array, limit: number): number[] {
  // as numbers, which are sorted without a call for each pair
  const keys = Float64Array.from(ids, (id) => (byId[id] ?? 0) * idLimit + (idLimit - 1 - id)).sort()
  return Array.from(
    keys.subarray(Math.max(0, keys.length - limit)),
    (key) => idLimit - 1 - (key % idLimit)
  ).toReversed()
}

function newestTexts(source: SegmentSource, columnId: number, matcher: Matcher, limit: number): ValueCount[] {
  const counts = new Map<string, number>()
  let left = mostTextsSeen
  const newest = source.segments.toSorted((one, other) => other.maxAtMs - one.maxAtMs)
  const views = [() => source.tail, ...newest.map((segment) => () => source.view(segment))]
  for (const open of views) {
    if (left <= 0) break
    const view = open()
    if (view !== undefined) left -= addTexts(view, columnId, matcher, counts, left)
  }
  return [...counts]
    .map(([text, count]) => ({ text, count }))
    .sort((one, other) => other.count - one.count || (one.text < other.text ? -1 : 1))
    .slice(0, limit)
}

function addTexts(
  view: SegmentView,
  columnId: number,
  matcher: Matcher,
  counts: Map<string, number>,
  most: number
): number {
  const column = view.texts(columnId)
  let seen = 0
  if (column === undefined) return 0
  for (let block = Math.ceil(view.rowCount / rowsPerSubBlock) - 1; block >= 0 && seen < most; block--)
    for (const text of column.texts(block)) {
      seen++
      if (text !== undefined && matches(matcher, text)) counts.set(text, (counts.get(text) ?? 0) + 1)
    }
  return seen
}
