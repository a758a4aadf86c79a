import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>
}

/** Whether Node would find a package from a place in the lock file: in its own folder or one of those above it. */
const isLocked = (from: string, name: string): boolean => {
  const folders = from === '' ? [''] : `${from}/`.split('node_modules/')
  return folders.some((_, depth) => {
    const above = folders.slice(0, depth + 1).join('node_modules/')
    return `${above}node_modules/${name}` in lock.packages
  })
}

// `npm install` leaves out binaries of other platforms that the registry does not have, says nothing, and `npm ci` then
// fails on every new machine
it('locks a package for every dependency, those of other platforms too', () => {
  const missing = Object.entries(lock.packages).flatMap(([place, one]) =>
    Object.keys({ ...one.dependencies, ...one.optionalDependencies })
      .filter((name) => !isLocked(place, name))
      .map((name) => `${place} needs ${name}`)
  )
  expect(missing).toEqual([])
})
