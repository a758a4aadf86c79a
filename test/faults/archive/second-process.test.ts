import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it } from 'vitest'
import { eventually } from '../../support/core.ts'
import { checkAgainstWorld, checkConfirmed } from './check-archive.ts'
import { readArchive } from './independent-archive.ts'
import { numbersOf } from './kill-at-random.ts'
import { type World, worldJsonl } from './known-world.ts'

const scriptOf = (name: string) => fileURLToPath(new URL(`./${name}`, import.meta.url))
const id = '1c2d3e4f-5a6b-4c7d-8e9f-0a1b2c3d4e5f'
const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

function start(script: string, args: readonly string[]) {
  const child = spawn(process.execPath, [scriptOf(script), ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  const heard = { output: '', complaints: '' }
  child.stdout.on('data', (piece: Buffer) => (heard.output += piece.toString()))
  child.stderr.on('data', (piece: Buffer) => (heard.complaints += piece.toString()))
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
  return { child, heard, ended, lines: () => heard.output.split('\n').slice(0, -1) }
}

it('a second process on the same archive steps aside with a word, and takes over when the first is gone, however it went', {
  timeout: 400_000
}, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigil-two-'))
  const files = path.join(folder, 'exports')
  const archive = path.join(folder, 'organizations', id, 'archive.sqlite')
  const world: World = { endMs: Date.now(), rowsPerDay: 100, hasIds: false }
  try {
    mkdirSync(files)
    writeFileSync(path.join(files, '1.jsonl'), worldJsonl(world, 0, 1_000))
    const first = start('working-child.ts', [folder, id, files, JSON.stringify(world)])
    await eventually(() => expect(numbersOf(first.lines(), 'committed').length).toBeGreaterThan(2), 120_000)
    const second = start('migrating-child.ts', [folder, id])
    expect(await second.ended).toBe(1)
    expect(second.heard.complaints).toMatch(/^busy /)
    expect(second.lines()).toEqual(['opening'])
    // the first has felt nothing of it
    const soFar = numbersOf(first.lines(), 'committed').length
    await eventually(() => expect(numbersOf(first.lines(), 'committed').length).toBeGreaterThan(soFar), 120_000)
    first.child.kill('SIGKILL')
    await first.ended
    const third = start('migrating-child.ts', [folder, id])
    await eventually(() => expect(third.lines().some((line) => line.startsWith('open '))).toBe(true), 120_000)
    third.child.kill('SIGKILL')
    await third.ended
    const says = readArchive(archive, id)
    checkConfirmed(says, numbersOf(first.lines(), 'committed'))
    if (says === undefined) throw new Error('there is no archive')
    checkAgainstWorld(says, world)
    expect(third.lines().at(-1)).toBe(`open ${says.tables[0]?.rows.length}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
