// Checks every part of the program against its own tsconfig (own lib, own types) and prints one summary.
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { projectRoot } from './kit/paths.ts'

interface Outcome {
  readonly project: string
  readonly isClean: boolean
  readonly output: string
}

/** All tsconfig files of the project, relative to its root. */
export function typeScriptProjects(): string[] {
  const found = globSync(['tsconfig.json', '{src,test,tools}/**/tsconfig.json'], {
    cwd: projectRoot,
    exclude: (name) => name === 'node_modules'
  })
  return found.sort()
}

function check(project: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const tsc = path.join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc')
    const child = spawn(process.execPath, [tsc, '-p', project, '--pretty', 'false'], { cwd: projectRoot })
    let output = ''
    child.stdout.on('data', (piece: Buffer) => (output += piece.toString()))
    child.stderr.on('data', (piece: Buffer) => (output += piece.toString()))
    child.on('error', reject)
    child.on('close', (code) => {
      // a layer without sources yet has nothing that could be wrong
      const isEmpty = output.includes('TS18003') || output.includes('TS18002')
      resolve({ project, isClean: code === 0 || isEmpty, output: isEmpty ? '' : output })
    })
  })
}

async function checkAll(projects: readonly string[]): Promise<Outcome[]> {
  const waiting = [...projects]
  const outcomes: Outcome[] = []
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) outcomes.push(await check(next))
  }
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, worker))
  return outcomes
}

if (import.meta.main) {
  const startedAtMs = Date.now()
  const outcomes = await checkAll(typeScriptProjects())
  // a file of src/shared is part of several projects: say each error once
  const lines = new Set(outcomes.flatMap((one) => one.output.split('\n')).filter((line) => line.trim() !== ''))
  for (const line of lines) console.log(line)
  const bad = outcomes.filter((one) => !one.isClean).map((one) => one.project)
  const seconds = ((Date.now() - startedAtMs) / 1000).toFixed(1)
  console.log(
    bad.length === 0
      ? `types: ${outcomes.length} projects are clean (${seconds} s)`
      : `types: errors in ${bad.sort().join(', ')} (${seconds} s)`
  )
  process.exitCode = bad.length === 0 ? 0 : 1
}
