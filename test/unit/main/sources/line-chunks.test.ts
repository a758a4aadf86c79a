import { expect, it } from 'vitest'
import { type LineChunk, lineChunks } from '../../../../src/main/sources/line-chunks.ts'

async function* bodyOf(text: string, pieceBytes: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  for (let at = 0; at < bytes.byteLength; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
}

async function chunksOf(text: string, pieceBytes: number, chunkBytes: number, lineLimitBytes = 1_000) {
  const counts = { bytesRead: 0, rowsRead: 0 }
  const chunks: LineChunk[] = []
  for await (const chunk of lineChunks(bodyOf(text, pieceBytes), counts, { chunkBytes, lineLimitBytes }))
    chunks.push(chunk)
  return { counts, chunks, texts: chunks.map((chunk) => new TextDecoder().decode(chunk.bytes)) }
}

it('cuts at line ends alone, whatever the pieces are, and knows the number of each line', async () => {
  const lines = Array.from({ length: 40 }, (_, index) => `{"i":${index},"é":"${'x'.repeat(index)}"}\n`)
  for (const pieceBytes of [1, 2, 7, 64, 5_000])
    for (const chunkBytes of [1, 50, 300, 10_000]) {
      const { counts, chunks, texts } = await chunksOf(lines.join(''), pieceBytes, chunkBytes)
      expect(texts.join('')).toBe(lines.join(''))
      expect(counts).toEqual({ bytesRead: new TextEncoder().encode(lines.join('')).byteLength, rowsRead: 40 })
      for (const [index, chunk] of chunks.entries()) {
        expect(chunk.isEnded).toBe(true)
        expect(texts[index]?.startsWith(`{"i":${chunk.firstLine - 1},`)).toBe(true)
        expect(texts[index]?.split('\n')).toHaveLength(chunk.lineCount + 1)
      }
    }
})

it('says of a last line without its end that the source may have broken off', async () => {
  const { chunks, texts, counts } = await chunksOf('{"a":1}\n{"a":', 3, 4)
  expect(texts).toEqual(['{"a":1}\n', '{"a":'])
  expect(chunks.map((chunk) => [chunk.firstLine, chunk.isEnded])).toEqual([
    [1, true],
    [2, false]
  ])
  expect(counts.rowsRead).toBe(2)
})

it('leaves a line out that is too long to be held, and says which', async () => {
  const { chunks, texts, counts } = await chunksOf(`{"a":1}\n"${'y'.repeat(5_000)}"\n{"a":3}\n`, 100, 10)
  expect(texts.join('')).toBe('{"a":1}\n{"a":3}\n')
  expect(chunks.flatMap((chunk) => chunk.tooLong)).toMatchObject([{ line: 2, reason: 'line-too-long' }])
  expect(chunks.at(-1)?.firstLine).toBe(3)
  expect(counts.rowsRead).toBe(3)
})

it('gives nothing for nothing', async () => {
  expect((await chunksOf('', 10, 10)).chunks).toEqual([])
})
