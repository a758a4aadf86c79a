import { expect, it } from 'vitest'
import { chooseReader } from '../../../../src/main/db/choose-reader.ts'
import { newOrganizationId } from '../../../../src/shared/kit/ids.ts'

const keys = Array.from({ length: 2_000 }, () => `org:${newOrganizationId()}`)

it('gives each file the same reader each time, and all readers about as many files', () => {
  for (const count of [1, 2, 3]) {
    const readers = Array.from({ length: count }, (_nothing, number) => ({ number, load: 0 }))
    const chosen = keys.map((key) => chooseReader(readers, key).number)
    expect(keys.map((key) => chooseReader(readers, key).number)).toEqual(chosen)
    for (const { number } of readers)
      expect(chosen.filter((one) => one === number).length).toBeGreaterThan((2_000 / count) * 0.85)
  }
})

it('goes around a reader that is at work only to one that has nothing to do', () => {
  for (const key of keys.slice(0, 50)) {
    const readers = [
      { name: 'a', load: 0 },
      { name: 'b', load: 0 }
    ]
    const own = chooseReader(readers, key)
    const other = readers.find((reader) => reader !== own)
    own.load = 1
    expect(chooseReader(readers, key)).toBe(other)
    own.load = 90
    if (other !== undefined) other.load = 1
    expect(chooseReader(readers, key)).toBe(own)
  }
})
