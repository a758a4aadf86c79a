import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../../../src/main/archive/chain/canonical-json.ts'
import { dayName, dayOf, untimedDay } from '../../../../../src/main/archive/chain/day-number.ts'
import {
  blockHead,
  commitHash,
  firstCommitHash,
  genesis,
  isSameHash,
  toHex
} from '../../../../../src/main/archive/chain/hash-chain.ts'
import { randomFrom } from '../../db/random.ts'

const sha256 = (...parts: (string | Uint8Array)[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}
const day = 20_454
const chain = { organizationId: 'org', pathText: '["A","B"]', day }

describe('the chain of a day', () => {
  it('begins with whose it is, as documented', () => {
    expect(toHex(genesis(chain))).toBe(
      sha256(Uint8Array.of(2), 'org', Uint8Array.of(0), '["A","B"]', Uint8Array.of(0), '2026-01-01')
    )
    expect(toHex(genesis({ ...chain, day: untimedDay }))).toBe(sha256('\u0002org\0["A","B"]\0untimed'))
  })

  it('goes on over the leaves of a block, as documented', () => {
    const leaves = new Uint8Array(64).map((_, n) => n)
    const place = Buffer.alloc(12)
    place.writeInt32BE(-1, 0)
    place.writeUInt32BE(300, 4)
    place.writeUInt32BE(2, 8)
    const previous = genesis(chain)
    expect(toHex(blockHead(previous, { day: -1, firstSeq: 300, leaves }))).toBe(
      sha256(Uint8Array.of(1), previous, place, leaves)
    )
  })

  it('ends elsewhere when any bit of any block is another, or when rows change places', () => {
    const random = randomFrom(5)
    for (let round = 0; round < 40; round += 1) {
      const blocks = Array.from({ length: 1 + Math.floor(random() * 5) }, () =>
        new Uint8Array(32 * (1 + Math.floor(random() * 4))).map(() => Math.floor(random() * 256))
      )
      const end = endOf(blocks)
      const which = Math.floor(random() * blocks.length)
      const altered = blocks.map((leaves) => leaves.slice())
      const leaves = altered[which] as Uint8Array
      const byte = Math.floor(random() * leaves.length)
      leaves[byte] = (leaves[byte] ?? 0) ^ (1 << Math.floor(random() * 8))
      expect(isSameHash(endOf(altered), end)).toBe(false)
      if (blocks.length > 1) expect(isSameHash(endOf(blocks.toReversed()), end)).toBe(false)
      expect(isSameHash(endOf(blocks.slice(1)), end)).toBe(false)
      expect(isSameHash(endOf(blocks), end)).toBe(true)
    }
  })

  function endOf(blocks: readonly Uint8Array[]): Uint8Array {
    let head = genesis(chain)
    let firstSeq = 0
    for (const leaves of blocks) {
      head = blockHead(head, { day, firstSeq, leaves })
      firstSeq += leaves.length / 32
    }
    return head
  }
})

describe('a commit', () => {
  const facts = {
    commitId: 2,
    tableId: 1,
    atMs: 5,
    source: '{"kind":"export"}',
    rowsAdded: 3,
    rowsKnown: 1,
    rowsQuarantined: 0,
    days: [{ day, rowCount: 3, head: 'ab' }]
  }

  it('is hashed after the one before, as documented', () => {
    const text = `{"atMs":5,"commitId":2,"days":[{"day":${day},"head":"ab","rowCount":3}],"rowsAdded":3,"rowsKnown":1,"rowsQuarantined":0,"source":"{\\"kind\\":\\"export\\"}","tableId":1}`
    expect(toHex(commitHash(firstCommitHash, facts))).toBe(sha256(Uint8Array.of(3), new Uint8Array(32), text))
  })

  it.each([
    { commitId: 3 },
    { tableId: 2 },
    { atMs: 6 },
    { source: '{}' },
    { rowsAdded: 4 },
    { rowsKnown: 0 },
    { rowsQuarantined: 1 },
    { days: [] }
  ])('has another hash with %j', (change) => {
    expect(isSameHash(commitHash(firstCommitHash, { ...facts, ...change }), commitHash(firstCommitHash, facts))).toBe(
      false
    )
  })
})

describe('canonical JSON', () => {
  it('sorts keys by code units at every depth, leaves absent fields out, and keeps the order of lists', () => {
    expect(canonicalJson({ b: [3, { z: null, a: 'é"' }, 1], '\u{1f600}': true, '\uffee': 1, a: undefined })).toBe(
      '{"b":[3,{"a":"é\\"","z":null},1],"\u{1f600}":true,"\uffee":1}'
    )
  })
})

describe('the day of a time', () => {
  it('is the day of UTC, and untimed for what cannot be the time of an event', () => {
    expect(dayOf(Date.UTC(2026, 0, 1))).toBe(day)
    expect(dayOf(Date.UTC(2026, 0, 1) - 1)).toBe(day - 1)
    expect([Number.NaN, -1, Number.POSITIVE_INFINITY, 8.64e15, Number.NEGATIVE_INFINITY].map(dayOf)).toEqual([
      -1, -1, -1, -1, -1
    ])
    expect([0, day, untimedDay, 99_999_999].map(dayName)).toEqual([
      '1970-01-01',
      '2026-01-01',
      'untimed',
      '+275760-09-12'
    ])
  })
})
