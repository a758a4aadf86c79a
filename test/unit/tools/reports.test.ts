import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { addCounts, closingLine, readCounts } from '../../../tools/test/reports.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'vigil-reports-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const report = (content: unknown): string => {
  const file = path.join(folder, 'report.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

it('counts a report of vitest, with a file that broke before its first test as a failure', () => {
  const file = report({
    numPassedTests: 3,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [
      { status: 'failed', assertionResults: [{}] },
      { status: 'failed', assertionResults: [] },
      { status: 'passed', assertionResults: [{}] }
    ]
  })
  expect(readCounts('vitest', file)).toEqual({ passed: 3, failed: 2, skipped: 3 })
})

it('counts a report of Playwright, errors outside of tests included', () => {
  const file = report({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] })
  expect(readCounts('playwright', file)).toEqual({ passed: 5, failed: 2, skipped: 2 })
})

it('takes a missing or broken report for a failure', () => {
  expect(readCounts('vitest', path.join(folder, 'nowhere.json'))).toEqual({ passed: 0, failed: 1, skipped: 0 })
  expect(readCounts('playwright', report('{"stats":'))).toEqual({ passed: 0, failed: 1, skipped: 0 })
})

it('closes with one line over everything', () => {
  const all = addCounts([
    { passed: 2, failed: 0, skipped: 1 },
    { passed: 3, failed: 1, skipped: 0 }
  ])
  expect(closingLine(all)).toBe('5 passed, 1 failed, 1 skipped')
})
