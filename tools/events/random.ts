/** Draws of 32 bits, 0 to 2^32 - 1. */
export type Draw = () => number

const drawsAtOnce = 1_024

/** The same draws for the same seed, everywhere: Chris Doty-Humphrey's sfc32, with 128 bits of state. */
export function createDraw(seed: number): Draw {
  const state = Int32Array.of(0x9e3779b9 ^ seed, 0x243f6a88, 0xb7e15162 ^ Math.imul(seed, 0x85ebca6b), 1)
  const draws = new Uint32Array(drawsAtOnce)
  let at = drawsAtOnce
  // the first draws of near seeds resemble each other
  for (let round = 0; round < 15; round++) refill(state, draws.subarray(0, 1))
  return () => {
    if (at === drawsAtOnce) {
      refill(state, draws)
      at = 0
    }
    return draws[at++] as number
  }
}

function refill(state: Int32Array, draws: Uint32Array): void {
  let [a, b, c, counter] = state as unknown as [number, number, number, number]
  for (let at = 0; at < draws.length; at++) {
    const next = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + next) | 0
    draws[at] = next
  }
  state.set([a, b, c, counter])
}

/** 0 to 1, 1 excluded. */
export const share = (draw: Draw): number => draw() / 0x1_0000_0000

/** A whole number from 0 to `count` - 1. */
export const below = (draw: Draw, count: number): number => Math.floor(share(draw) * count)

/** A number that hardly repeats for another (`value`, `seed`); for one seed each value has its own. */
export function mixed(value: number, seed: number): number {
  let bits = (value ^ Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995) | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x7feb352d)
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b)
  return (bits ^ (bits >>> 16)) >>> 0
}

/** Chooses a place with a probability proportional to its weight, in constant time (Vose's alias method). */
export function chooserOf(weights: readonly number[], draw: Draw): () => number {
  const count = weights.length
  const sum = weights.reduce((total, one) => total + one, 0)
  const scaled = weights.map((one) => (one * count) / sum)
  const limit = new Float64Array(count).fill(1)
  const alias = new Uint32Array(count)
  const small = scaled.flatMap((one, place) => (one < 1 ? [place] : []))
  const large = scaled.flatMap((one, place) => (one < 1 ? [] : [place]))
  for (let low = small.pop(), high = large.at(-1); low !== undefined && high !== undefined; ) {
    limit[low] = scaled[low] ?? 0
    alias[low] = high
    const left = (scaled[high] ?? 0) + (scaled[low] ?? 0) - 1
    scaled[high] = left
    if (left < 1) {
      large.pop()
      small.push(high)
    }
    low = small.pop()
    high = large.at(-1)
  }
  return () => {
    const at = share(draw) * count
    const place = Math.floor(at)
    return at - place < (limit[place] ?? 1) ? place : (alias[place] ?? 0)
  }
}

/** Weights 1, 1/2^s, 1/3^s …: the place is the rank. */
export const zipfWeights = (count: number, exponent: number): number[] =>
  Array.from({ length: count }, (_, rank) => (rank + 1) ** -exponent)

/** Lower-case hexadecimal text of `length` digits. */
export function hexText(draw: Draw, length: number): string {
  let text = ''
  while (text.length < length) text += draw().toString(16).padStart(8, '0')
  return text.slice(0, length)
}
