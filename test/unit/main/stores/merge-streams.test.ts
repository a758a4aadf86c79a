import { expect, it } from 'vitest'
import { mergeStreams, type OrderedStream } from '../../../../src/main/stores/merge-streams.ts'

function streamOf(numbers: readonly number[]): OrderedStream<number> & { readonly reads: number[] } {
  let at = 0
  const reads: number[] = []
  return {
    reads,
    next: async (limit) => {
      reads.push(limit)
      const entries = numbers.slice(at, at + limit)
      at += entries.length
      return entries
    }
  }
}

const newest = (left: number, right: number): boolean => left > right

it('gives the first of all streams in order, also when one of them holds nearly all', async () => {
  const all = Array.from({ length: 500 }, (_nothing, index) => 500 - index)
  const streams = [all.filter((n) => n % 97 === 0), [], all.filter((n) => n % 97 !== 0)].map(streamOf)
  expect(await mergeStreams(streams, newest, 120)).toEqual(all.slice(0, 120))
})

it('ends where all streams end', async () => {
  expect(await mergeStreams([streamOf([5, 1]), streamOf([4])], newest, 100)).toEqual([5, 4, 1])
  expect(await mergeStreams([], newest, 100)).toEqual([])
})

it('reads little of each of many streams', async () => {
  const streams = Array.from({ length: 200 }, (_nothing, index) =>
    streamOf(Array.from({ length: 100 }, (_other, at) => 1_000_000 - at * 200 - index))
  )
  await mergeStreams(streams, newest, 101)
  expect(Math.max(...streams.map((stream) => stream.reads.length))).toBe(1)
  expect(Math.max(...streams.flatMap((stream) => stream.reads))).toBe(8)
})
