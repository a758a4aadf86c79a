import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { journalActions, journalFilter } from '../../../../src/shared/domain/journal.ts'

const entry = {
  action: 'setting-changed',
  outcome: 'done',
  detail: { key: 'comments', value: false },
  organizationName: 'Ärzte GmbH',
  machineUser: 'ada'
}

it.each(['SETTING', 'done', 'Comm', 'false', 'ärzte', 'ADA', '  ada '])('finds an entry by %j', (text) => {
  expect(journalFilter({ text, names: [] })(entry)).toBe(true)
})

it('finds what the words on screen mean, and not the names of details', () => {
  expect(journalFilter({ text: 'changed a setting', names: ['setting-changed'] })(entry)).toBe(true)
  expect(journalFilter({ text: 'key', names: [] })(entry)).toBe(false)
  expect(journalFilter({ text: 'nothing like it', names: ['setting'] })(entry)).toBe(false)
})

it('finds everything with an empty search, whatever the names', () => {
  expect(journalFilter(undefined)(entry)).toBe(true)
  expect(journalFilter({ text: ' ', names: ['other'] })(entry)).toBe(true)
})

it('knows every act that the program writes down', () => {
  const lines = execFileSync('grep', ['-rhoE', "(action: |#entry\\(|journalled\\([^']*)'[a-z-]+'", 'src/main'], {
    encoding: 'utf8'
  })
  const written = [...lines.matchAll(/'([a-z-]+)'/g)].map((match) => match[1] ?? '').filter((name) => name !== 'deny')
  expect(new Set(written).size).toBeGreaterThan(10)
  expect(written.filter((name) => !(journalActions as readonly string[]).includes(name))).toEqual([])
})
