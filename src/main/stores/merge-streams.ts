/** One of several streams of entries, each in the order of `isBefore`. */
export interface OrderedStream<Entry> {
  /** Reads on from where the last reading ended; an empty answer, or fewer than asked for, is the end. */
  next(limit: number): Promise<readonly Entry[]>
}

/**
 * The first `limit` entries of all streams together. Reads little of each: most of what many streams hold is older than
 * the page, and a stream that turns out to hold more of it is read on.
 * @param isBefore the order that every stream is in already
 */
export async function mergeStreams<Entry>(
  streams: readonly OrderedStream<Entry>[],
  isBefore: (left: Entry, right: Entry) => boolean,
  limit: number
): Promise<Entry[]> {
  const merged: Entry[] = []
  if (limit <= 0) return merged
  for await (const entry of inOrder(streams, isBefore, { first: shareOf(limit, streams.length), more: limit }))
    if (merged.push(entry) === limit) break
  return merged
}

/** Twice the fair share of a page, and at least a few, so that an uneven mixture needs few second readings. */
export function shareOf(limit: number, streams: number): number {
  return Math.min(limit, Math.max(8, Math.ceil((2 * limit) / Math.max(1, streams))))
}

interface Head<Entry> {
  readonly stream: OrderedStream<Entry>
  entries: readonly Entry[]
  at: number
  hasEnded: boolean
}

/**
 * All entries of all streams in one order, read as they are taken.
 * @param isBefore the order that every stream is in already
 * @param sizes how many entries are read of each stream at first, and of one that was used up
 */
export async function* inOrder<Entry>(
  streams: readonly OrderedStream<Entry>[],
  isBefore: (left: Entry, right: Entry) => boolean,
  sizes: { readonly first: number; readonly more: number }
): AsyncGenerator<Entry> {
  const heads: Head<Entry>[] = []
  const read = await Promise.all(
    streams.map(async (stream) => {
      const entries = await stream.next(sizes.first)
      return { stream, entries, at: 0, hasEnded: entries.length < sizes.first }
    })
  )
  for (const head of read) insert(heads, head, isBefore)
  for (let head = heads.shift(); head !== undefined; head = heads.shift()) {
    const entry = head.entries[head.at]
    if (entry !== undefined) yield entry
    head.at += 1
    if (head.at >= head.entries.length && !head.hasEnded) {
      head.entries = await head.stream.next(sizes.more)
      head.at = 0
      head.hasEnded = head.entries.length < sizes.more
    }
    insert(heads, head, isBefore)
  }
}

/** Puts a stream among those that are sorted by their next entry; one that has none left goes. */
function insert<Entry>(
  heads: Head<Entry>[],
  head: Head<Entry>,
  isBefore: (left: Entry, right: Entry) => boolean
): void {
  const entry = head.entries[head.at]
  if (entry === undefined) return
  let low = 0
  let high = heads.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const other = heads[middle]
    const next = other?.entries[other.at]
    if (next !== undefined && isBefore(next, entry)) low = middle + 1
    else high = middle
  }
  heads.splice(low, 0, head)
}
