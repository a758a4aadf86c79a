/** What matters of a reader thread when one is chosen. */
interface Reader {
  /** Requests that have no answer yet. */
  readonly load: number
}

/**
 * Each file has a reader of its own, which has it open already, unless that one is at work and another has nothing to do:
 * a long query holds up nobody while there is a way around it.
 * @param key of the file
 */
export function chooseReader<Chosen extends Reader>(readers: readonly Chosen[], key: string): Chosen {
  const own = readers[placeOf(key) % readers.length]
  if (own === undefined) throw new RangeError('no readers')
  return own.load === 0 ? own : (readers.find((reader) => reader.load === 0) ?? own)
}

/** A number that is always the same for a key, and spread evenly. */
function placeOf(key: string): number {
  let place = 0
  for (let index = 0; index < key.length; index += 1) place = (Math.imul(place, 31) + key.charCodeAt(index)) >>> 0
  return place
}
