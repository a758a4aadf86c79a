/** A source of repeatable chance: the same parts always give the same sequence. */
export interface Random {
  /** A number in [0, 1). */
  next(): number
  /** A whole number in [0, bound). */
  int(bound: number): number
  /** Whether something with this probability happens. */
  chance(probability: number): boolean
  /** One of the items, all equally likely. */
  pick<Item>(items: readonly Item[]): Item
  /** How often something with this mean happens (Poisson). */
  count(mean: number): number
  /** A lower-case UUID (version 4 in form only). */
  uuid(): string
}

function hash(text: string): number {
  // FNV-1a: enough to spread seeds; nothing here is a secret.
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return value >>> 0
}

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Builds a repeatable source of chance (mulberry32) from its parts, for instance a seed and an hour. */
export function randomFrom(...parts: readonly (string | number)[]): Random {
  let state = hash(parts.join('\u0000'))
  const bits = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const next = (): number => bits() / 4294967296
  const random: Random = {
    next,
    int: (bound) => Math.floor(next() * bound),
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)]
      if (item === undefined) throw new RangeError('nothing to pick from')
      return item
    },
    count: (mean) => {
      // Knuth's method underflows for large means; there the rounded mean is close enough.
      if (mean > 30) return Math.round(mean + (next() - 0.5) * 2 * Math.sqrt(mean))
      const limit = Math.exp(-mean)
      let product = next()
      let times = 0
      while (product > limit) {
        product *= next()
        times += 1
      }
      return times
    },
    uuid: () => {
      const a = bits()
      const b = bits()
      const c = bits()
      const d = bits()
      const byte = (word: number, shift: number): string => hex[(word >>> shift) & 255] ?? '00'
      const version = hex[((b >>> 8) & 0x0f) | 0x40] ?? '40'
      const variant = hex[((c >>> 24) & 0x3f) | 0x80] ?? '80'
      return (
        `${byte(a, 24)}${byte(a, 16)}${byte(a, 8)}${byte(a, 0)}-${byte(b, 24)}${byte(b, 16)}-${version}${byte(b, 0)}` +
        `-${variant}${byte(c, 16)}-${byte(c, 8)}${byte(c, 0)}${byte(d, 24)}${byte(d, 16)}${byte(d, 8)}${byte(d, 0)}`
      )
    }
  }
  return random
}

/** The short form of an id that Sigma puts into URLs: the UUID as a base62 number. */
export function urlIdOf(uuid: string): string {
  let value = BigInt(`0x${uuid.replaceAll('-', '')}`)
  let text = ''
  while (value > 0n) {
    text = (base62[Number(value % 62n)] ?? '0') + text
    value /= 62n
  }
  return text.padStart(22, '0')
}
