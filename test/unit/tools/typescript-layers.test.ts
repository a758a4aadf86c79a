import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { inProject, projectRoot } from '../../../tools/kit/paths.ts'

const scratch = inProject('test-results', `types-${process.pid}`)
afterEach(() => rmSync(scratch, { recursive: true, force: true }))

/** Compiles `text` under a layer's own tsconfig and returns the errors. */
function errorsOf(layer: string, text: string): string {
  mkdirSync(scratch, { recursive: true })
  writeFileSync(path.join(scratch, 'probe.ts'), `${text}\nexport {}\n`)
  const config = {
    extends: path.join(projectRoot, layer, 'tsconfig.json'),
    include: [],
    files: ['probe.ts', ...(layer === 'src/shared' ? [inProject('src', 'shared', 'both-worlds.d.ts')] : [])]
  }
  writeFileSync(path.join(scratch, 'tsconfig.json'), JSON.stringify(config))
  try {
    execFileSync(process.execPath, [inProject('node_modules', 'typescript', 'bin', 'tsc'), '-p', scratch], {
      encoding: 'utf8'
    })
    return ''
  } catch (error) {
    return String((error as { stdout?: string }).stdout)
  }
}

it.each([
  ['src/main', 'window.close()', "Cannot find name 'window'"],
  ['src/main', 'document.title', "Cannot find name 'document'"],
  ['src/main/platform', 'window.close()', "Cannot find name 'window'"],
  ['src/renderer', 'process.exit(0)', "Cannot find name 'process'"],
  ['src/renderer', 'Buffer.from([1])', "Cannot find name 'Buffer'"],
  ['src/preload', 'document.title', "Cannot find name 'document'"],
  ['src/shared', 'process.exit(0)', "Cannot find name 'process'"],
  ['src/shared', 'window.close()', "Cannot find name 'window'"],
  ['src/shared', 'void fetch("x")', "Cannot find name 'fetch'"],
  ['src/main', 'enum Colour { Red }\nvoid Colour.Red', "'erasableSyntaxOnly'"]
])(
  '%s cannot compile `%s`',
  (layer, text, message) => {
    expect(errorsOf(layer, text)).toContain(message)
  },
  30_000
)

it.each([
  ['src/main', 'process.exit(0)'],
  ['src/renderer', 'window.close()'],
  ['src/shared', 'void new URL("https://a.example").host']
])(
  '%s can compile `%s`',
  (layer, text) => {
    expect(errorsOf(layer, text)).toBe('')
  },
  30_000
)
