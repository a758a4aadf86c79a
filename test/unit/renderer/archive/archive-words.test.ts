import { describe, expect, it } from 'vitest'
import {
  dayWords,
  differenceWords,
  findingWords,
  packFindingWords
} from '../../../../src/renderer/src/features/archive/archive-words.ts'
import { findingKinds } from '../../../../src/shared/domain/archive-verification.ts'

const path = ['AUDIT_LOG', 'PUBLIC', 'AUDIT_LOGS']

describe('what a verification found', () => {
  it('names the rows, their day, their table and the value that was probably changed', () => {
    expect(
      findingWords({
        kind: 'rows-changed',
        path,
        day: 20_500,
        firstRowId: '1.20500.3',
        lastRowId: '1.20500.5',
        rowCount: 3,
        suspect: { column: 'ACTOR_EMAIL', text: 'mallory@example.com' }
      })
    ).toEqual({
      title: 'Rows were changed',
      detail:
        'Rows 1.20500.3 to 1.20500.5 · 3 rows · 2026-02-16 (UTC) · AUDIT_LOG › PUBLIC › AUDIT_LOGS · probably ACTOR_EMAIL, which now says “mallory@example.com”'
    })
  })

  it('names one row and one commit without repeating them', () => {
    expect(findingWords({ kind: 'rows-missing', firstRowId: '1.2.3', lastRowId: '1.2.3', rowCount: 1 }).detail).toBe(
      'Row 1.2.3'
    )
    expect(findingWords({ kind: 'commit-altered', commitId: 7, lastCommitId: 7 }).detail).toBe('commit 7')
    expect(findingWords({ kind: 'commits-missing', commitId: 7, lastCommitId: 9 }).detail).toBe('commits 7 to 9')
  })

  it('has words of its own for every kind', () => {
    const titles = findingKinds.map((kind) => findingWords({ kind }).title)
    expect(new Set(titles).size).toBe(findingKinds.length)
    expect(titles.every((title) => title.length > 10)).toBe(true)
  })
})

it('says where an archive differs from a head that was kept elsewhere', () => {
  expect(differenceWords({ kind: 'day-shorter', path, day: 0, rowCount: 12 })).toEqual({
    title: 'A day has fewer rows than it had',
    detail: '1970-01-01 (UTC) · 12 rows · AUDIT_LOG › PUBLIC › AUDIT_LOGS'
  })
  expect(differenceWords({ kind: 'other-organization' }).detail).toBe('')
})

it('says where in a pack something is wrong', () => {
  expect(packFindingWords({ kind: 'row-changed', file: 'events.ndjson', line: 1_204, rowId: '1.2.3' })).toBe(
    'events.ndjson · line 1,204 · row 1.2.3'
  )
})

it('calls rows without a time by what they are', () => {
  expect(dayWords(-1)).toBe('rows without a time')
})
