import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '../../..')
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vigil-lint-'))
  copyFileSync(path.join(root, '.oxlintrc.json'), path.join(folder, '.oxlintrc.json'))
  copyFileSync(path.join(root, 'tsconfig.json'), path.join(folder, 'tsconfig.json'))
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
  mkdirSync(path.join(folder, 'src', 'main', 'services'), { recursive: true })
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Names of the rules that a file of the core breaks. */
function brokenRules(source: string): string {
  const file = path.join('src', 'main', 'services', 'example.ts')
  writeFileSync(path.join(folder, file), source)
  try {
    execFileSync(path.join(root, 'node_modules', '.bin', 'oxlint'), ['--type-aware', '-f', 'unix', file], {
      cwd: folder,
      stdio: 'pipe'
    })
    return ''
  } catch (error) {
    return String((error as { stdout?: Buffer }).stdout)
  }
}

test.each([
  ['console', "export function tell(): void {\n  console.log('x')\n}\n", 'no-console'],
  ['a default export', 'export default function tell(): number {\n  return 1\n}\n', 'no-default-export'],
  [
    'a promise that nobody waits for',
    'async function work(): Promise<void> {}\nexport function tell(): void {\n  work()\n}\n',
    'no-floating-promises'
  ],
  ['any', 'export function tell(value: any): unknown {\n  return value\n}\n', 'no-explicit-any']
])('lint refuses %s', (_what, source, rule) => {
  expect(brokenRules(source)).toContain(rule)
})

test('lint accepts a file that keeps the rules', () => {
  expect(brokenRules('/** One. */\nexport function one(): number {\n  return 1\n}\n')).toBe('')
})
