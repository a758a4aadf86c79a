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
  // Twice the fair share, and at least a few, so that an uneven mixture needs few second readings.
  const share = Math.min(limit, Math.max(8, Math.ceil((2 * limit) / Math.max(1, streams.length))))
  const heads = await Promise.all(
    streams.map(async (stream) => {
      const entries = await stream.next(share)
      return { stream, entries, at: 0, hasEnded: entries.length < share }
    })
  )
  const merged: Entry[] = []
  while (merged.length < limit) {
    let best: (typeof heads)[number] | undefined
    let bestEntry: Entry | undefined
    for (const head of heads) {
      if (head.at === head.entries.length && !head.hasEnded) {
        const size = limit - merged.length
        head.entries = await head.stream.next(size)
        head.at = 0
        head.hasEnded = head.entries.length < size
      }
      const entry = head.entries[head.at]
      if (entry === undefined || (bestEntry !== undefined && !isBefore(entry, bestEntry))) continue
      best = head
      bestEntry = entry
    }
    if (best === undefined || bestEntry === undefined) break
    best.at += 1
    merged.push(bestEntry)
  }
  return merged
}
