import { mixed } from './random.ts'
import { RowWriter } from './row-syntax.ts'

// The seeds of the id's four words. The first word alone is another one for each of the first 2^32 places, so that no two
// ids are the same; the others are noise.
const second = 0x1234567
const third = 0x2345678
const fourth = 0x3456789

/** The id of the event at a place of the file, from 0: a UUID of version 4, known without making the rows before. */
export function eventIdAt(place: number, seed: number): string {
  const writer = new RowWriter(0, 36)
  writeEventId(writer, place, seed)
  return new TextDecoder().decode(writer.take())
}

const hyphen = 45

/** Writes what `eventIdAt` says. */
export function writeEventId(writer: RowWriter, place: number, seed: number): void {
  const middle = mixed(place, seed ^ second)
  const variant = mixed(place, seed ^ third)
  writer.hex(mixed(place, seed), 8)
  writer.byte(hyphen)
  writer.hex(middle >>> 16, 4)
  writer.byte(hyphen)
  writer.hex(4, 1)
  writer.hex(middle, 3)
  writer.byte(hyphen)
  writer.hex(10, 1)
  writer.hex(variant >>> 16, 3)
  writer.byte(hyphen)
  writer.hex(variant, 4)
  writer.hex(mixed(place, seed ^ fourth), 8)
}
