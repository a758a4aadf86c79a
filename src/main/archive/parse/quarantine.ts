import type { QuarantinedLine, QuarantineReason } from '../event-batch.ts'

/** Most characters of a line that are kept for a person to look at. */
export const excerptLimit = 2000
const longestCharacterBytes = 4
// A source of nothing but damage is handed on in pieces too.
const linesPerPart = 2048
const excerptsPerPart = 1024 * 1024

/** Lines that are no good rows, gathered for the next part. */
export class Quarantine {
  #lines: QuarantinedLine[] = []
  #excerptCharacters = 0

  get count(): number {
    return this.#lines.length
  }

  get isFull(): boolean {
    return this.#lines.length >= linesPerPart || this.#excerptCharacters >= excerptsPerPart
  }

  /**
   * @param bytes the buffer in which the record lies from `start` to `end`
   * @param detail what was wrong; no value of the row, as it is shown and logged
   */
  add(line: number, reason: QuarantineReason, detail: string, bytes: Buffer, start: number, end: number): void {
    const excerpt = excerptOf(bytes, start, end)
    this.#excerptCharacters += excerpt.length
    this.#lines.push({ line, reason, detail, excerpt })
  }

  take(): QuarantinedLine[] {
    const lines = this.#lines
    this.#lines = []
    this.#excerptCharacters = 0
    return lines
  }
}

function excerptOf(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, Math.min(end, start + excerptLimit * longestCharacterBytes))
  // A pair of surrogates that was cut apart would not survive being stored.
  return text
    .slice(0, excerptLimit)
    .trimEnd()
    .replace(/\p{Surrogate}/gu, '\ufffd')
}

/** Says which byte is no UTF-8: `byte 0xe9 at position 57`, counted from 1 within the record. */
export function describeEncodingFault(bytes: Buffer, start: number, end: number): string {
  // The first character that comes out as a replacement without having been written as one.
  const text = bytes.toString('utf8', start, end)
  for (let found = text.indexOf('\ufffd'); found !== -1; found = text.indexOf('\ufffd', found + 1)) {
    const at = start + Buffer.byteLength(text.slice(0, found))
    const isWritten = bytes[at] === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd
    if (isWritten || at >= end) continue
    return `byte 0x${(bytes[at] as number).toString(16)} at position ${at - start + 1}`
  }
  return 'no UTF-8'
}
