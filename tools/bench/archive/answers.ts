/** An answer in the same form from every engine, so that they can be compared. */
export type Answer =
  /** Rows in their order: epoch ms and the event's id. */
  | { readonly kind: 'rows'; readonly rows: readonly (readonly [atMs: number, id: string])[] }
  | { readonly kind: 'count'; readonly count: number }
  /** How many, by `YYYY-MM-DD value`; days without any are absent. */
  | {
      readonly kind: 'histogram'
      readonly counts: ReadonlyMap<string, number>
      /** Values of which only some could be shown, being as frequent as each other: counted with the others here. */
      readonly tied: ReadonlySet<string>
    }
  | { readonly kind: 'top'; readonly values: readonly (readonly [text: string, count: number])[] }
  /** Values by column; those without a value are absent. */
  | { readonly kind: 'event'; readonly cells: Readonly<Record<string, string>> | undefined }

/** So many events of a day (its beginning, epoch ms UTC) with a value. */
export type DayCount = readonly [dayMs: number, value: string, count: number]

/** The value under which those that are not among the most frequent are counted. */
export const others = '(others)'

const dayWidth = 'YYYY-MM-DD '.length

/** A histogram from counts of every value: the `top` most frequent ones of all days, and the others together. */
export function histogramOf(counts: readonly DayCount[], top: number): Extract<Answer, { readonly kind: 'histogram' }> {
  const totals = new Map<string, number>()
  for (const [, value, count] of counts) totals.set(value, (totals.get(value) ?? 0) + count)
  const ranked = [...totals].sort(([, one], [, other]) => other - one)
  const [last, next] = [ranked[top - 1]?.[1], ranked[top]?.[1]]
  const isTied = last !== undefined && last === next
  const tied = new Set(isTied ? ranked.filter(([, count]) => count === last).map(([value]) => value) : [])
  const shown = new Set(
    ranked
      .slice(0, top)
      .map(([value]) => value)
      .filter((value) => !tied.has(value))
  )
  const byKey = new Map<string, number>()
  for (const [dayMs, value, count] of counts) {
    const day = new Date(dayMs).toISOString().slice(0, dayWidth - 1)
    add(byKey, `${day} ${shown.has(value) ? value : others}`, count)
  }
  return { kind: 'histogram', counts: byKey, tied }
}

const add = (counts: Map<string, number>, key: string, count: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + count)
}

function withTied(counts: ReadonlyMap<string, number>, tied: ReadonlySet<string>): Map<string, number> {
  const folded = new Map<string, number>()
  for (const [key, count] of counts) {
    add(folded, tied.has(key.slice(dayWidth)) ? `${key.slice(0, dayWidth)}${others}` : key, count)
  }
  return folded
}

/**
 * Why two answers to one question are not the same; undefined when they are. Where the order says nothing, among rows of
 * one instant or values of one count, the last of them may be others: a page or a list ends somewhere.
 */
export function differenceOf(ours: Answer, theirs: Answer): string | undefined {
  if (ours.kind === 'rows' && theirs.kind === 'rows') {
    return differenceOfLists(
      ours.rows.map(([atMs, id]) => [id, atMs]),
      theirs.rows.map(([atMs, id]) => [id, atMs])
    )
  }
  if (ours.kind === 'top' && theirs.kind === 'top') return differenceOfLists(ours.values, theirs.values)
  if (ours.kind === 'count' && theirs.kind === 'count') {
    return ours.count === theirs.count ? undefined : `${ours.count} instead of ${theirs.count}`
  }
  if (ours.kind === 'histogram' && theirs.kind === 'histogram') {
    return differenceOfMaps(withTied(ours.counts, theirs.tied), withTied(theirs.counts, ours.tied))
  }
  if (ours.kind === 'event' && theirs.kind === 'event') {
    if (ours.cells === undefined || theirs.cells === undefined) return 'the event was not found'
    return differenceOfMaps(new Map(Object.entries(ours.cells)), new Map(Object.entries(theirs.cells)))
  }
  return `${ours.kind} instead of ${theirs.kind}`
}

type Ranked = readonly (readonly [text: string, rank: number])[]

function differenceOfLists(ours: Ranked, theirs: Ranked): string | undefined {
  if (ours.length !== theirs.length) return `${ours.length} instead of ${theirs.length}`
  for (const [at, [text, rank]] of theirs.entries()) {
    if (ours[at]?.[1] !== rank) return `place ${at + 1} has ${ours[at]?.join(' at ')} instead of ${text} at ${rank}`
  }
  const last = theirs.at(-1)?.[1]
  const certain = (list: Ranked): Set<string> => new Set(list.filter(([, rank]) => rank !== last).map(([text]) => text))
  const [known, wanted] = [certain(ours), certain(theirs)]
  for (const text of wanted) if (!known.has(text)) return `${text} is missing`
  return known.size === wanted.size ? undefined : `${known.size} different ones instead of ${wanted.size}`
}

function differenceOfMaps<Value>(ours: ReadonlyMap<string, Value>, theirs: ReadonlyMap<string, Value>) {
  for (const [key, value] of theirs) {
    if (ours.get(key) !== value) return `${key}: ${ours.get(key)} instead of ${value}`
  }
  for (const key of ours.keys()) if (!theirs.has(key)) return `${key} is too much`
  return undefined
}
