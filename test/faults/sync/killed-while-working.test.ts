import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { discardTestCore, eventually, startTestCore } from '../../support/core.ts'
import { fetchHttpClient } from '../../support/fetch-http-client.ts'
import { type FilesSay, readFiles } from './independent-reader.ts'
import { type LoggingSandbox, startLoggingSandbox } from './logging-sandbox.ts'
import { randomSource } from './random-source.ts'
import { zoneOf } from './zone-numbers.ts'

const child = fileURLToPath(new URL('./working-child.ts', import.meta.url))
const lanes = 2
const killsPerLane = 100

interface Life {
  /** Numbers whose change the program confirmed. */
  readonly confirmed: readonly number[]
  /** The last number that it began to ask for, confirmed or not. */
  readonly begun: number | undefined
}

/** Lets the program work on `folder` and kills it at a moment that chance picks, from its very first instant on. */
async function liveAndDie(folder: string, sandbox: LoggingSandbox, next: number, seed: number): Promise<Life> {
  const random = randomSource(seed)
  const args = [child, folder, sandbox.apiUrl, sandbox.clientId, String(next), String(seed)]
  const env = { ...process.env, SANDBOX_SECRET: sandbox.clientSecret }
  const process_ = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env })
  let output = ''
  let complaints = ''
  let hasBegun = false
  const kill = (): void => void process_.kill('SIGKILL')
  // every eighth dies somewhere in its start: migrations, recovery, the first reading
  const isEarly = random() < 0.125
  if (isEarly) setTimeout(kill, 150 + random() * 900)
  process_.stderr.on('data', (piece: Buffer) => (complaints += piece.toString()))
  process_.stdout.on('data', (piece: Buffer) => {
    output += piece.toString()
    if (hasBegun || isEarly || !output.includes('ready\n')) return
    hasBegun = true
    setTimeout(kill, random() * 500)
  })
  await new Promise<void>((resolve, reject) => {
    process_.on('error', reject)
    process_.on('exit', (code, signal) =>
      signal === 'SIGKILL'
        ? resolve()
        : reject(new Error(`seed ${seed}: it ended by itself with ${code}: ${complaints}`))
    )
  })
  const lines = output.split('\n').slice(0, -1)
  const numbers = (word: string): number[] =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => Number(line.split(' ')[1]))
  return { confirmed: numbers('asked'), begun: numbers('asking').at(-1) }
}

/** What must hold of the files at any instant. `asked`: the numbers that were ever confirmed. */
function checkFiles(files: FilesSay, asked: ReadonlySet<number>, begun: number, seed: number): void {
  const told = `after seed ${seed}`
  const requested = new Set(files.requested)
  expect(requested.size, `${told}: a request is in the journal twice`).toBe(files.requested.length)
  expect(new Set(files.done).size, `${told}: a change was called done twice`).toBe(files.done.length)
  expect(new Set(files.idempotencyKeys).size, told).toBe(files.idempotencyKeys.length)
  for (const number of asked) expect(requested.has(zoneOf(number)), `${told}: confirmed ${number} is lost`).toBe(true)
  for (let number = 0; number <= begun; number += 1) requested.delete(zoneOf(number))
  expect([...requested], `${told}: something was written down that nobody asked for`).toEqual([])
  const done = new Set(files.done)
  for (const value of [...files.pending, ...files.done]) expect(files.requested, told).toContain(value)
  for (const value of files.pending) expect(done.has(value), `${told}: ${value} waits although it is done`).toBe(false)
  const newest = files.requested.at(-1)
  if (newest !== undefined && files.discarded === 0)
    expect(done.has(newest) || files.pending.includes(newest), `${told}: the newest change is lost`).toBe(true)
}

/** What must hold in the end between the journal and what took effect at Sigma. */
function checkAgainstSandbox(files: FilesSay, sandbox: LoggingSandbox, lane: number): void {
  for (const [value, times] of sandbox.applied) expect(times, `lane ${lane}: ${value} took effect twice`).toBe(1)
  expect([...sandbox.applied.keys()].toSorted(), `lane ${lane}`).toEqual([...files.done].toSorted())
  expect(files.done.at(-1), `lane ${lane}`).toBe(sandbox.timezone())
}

async function runLane(lane: number): Promise<{ kills: number; asked: number; done: number }> {
  const folder = mkdtempSync(path.join(tmpdir(), `vigil-killed-${lane}-`))
  const sandbox = await startLoggingSandbox(lane + 1, randomSource(lane + 77))
  try {
    const asked = new Set<number>()
    let begun = -1
    for (let kill = 0; kill < killsPerLane; kill += 1) {
      const seed = lane * 10_000 + kill
      const life = await liveAndDie(folder, sandbox, begun + 1, seed)
      for (const number of life.confirmed) asked.add(number)
      begun = Math.max(begun, life.begun ?? begun)
      const files = readFiles(folder)
      if (files !== undefined) checkFiles(files, asked, begun, seed)
    }
    sandbox.behave()
    await comeToRest(folder, sandbox)
    const files = readFiles(folder)
    if (files === undefined) throw new Error('there is no organization')
    checkFiles(files, asked, begun, -1)
    checkAgainstSandbox(files, sandbox, lane)
    return { kills: killsPerLane, asked: asked.size, done: files.done.length }
  } finally {
    await sandbox.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Starts the program once more and lets it finish what waits; what was refused is sent again. */
async function comeToRest(folder: string, sandbox: LoggingSandbox): Promise<void> {
  const { clientSecret } = sandbox
  const keychain = { get: async () => clientSecret, set: async () => undefined, delete: async () => true }
  const core = startTestCore({ folder, network: fetchHttpClient, keychain })
  await core.start()
  const organization = (await core.organizations.list())[0]
  if (organization === undefined) throw new Error('the organization was lost')
  await eventually(async () => {
    const { settings, auditLogging } = await core.settings.get(organization.id)
    const refused = settings.find((setting) => setting.pending?.state === 'refused')?.pending
    if (refused !== undefined) await core.settings.retry(organization.id, refused.id)
    expect(settings.filter((setting) => setting.pending !== undefined)).toEqual([])
    expect(auditLogging.pending).toBeUndefined()
  }, 60_000)
  await core.end()
}

it(`loses nothing and doubles nothing over ${lanes * killsPerLane} kills at random instants`, {
  timeout: 1_200_000
}, async () => {
  const results = await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(lane)))
  for (const { kills, asked, done } of results) {
    expect(kills).toBe(killsPerLane)
    // the test has seen work, or it has shown nothing
    expect(asked).toBeGreaterThan(killsPerLane)
    expect(done).toBeGreaterThan(killsPerLane / 2)
  }
})
