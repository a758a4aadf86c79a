import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { eventually, startTestCore } from '../../support/core.ts'
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
  let isDying = false
  const kill = (): void => void process_.kill('SIGKILL')
  // every eighth dies somewhere in its start: migrations, recovery, the first reading; the others after some work
  const isEarly = random() < 0.125
  const changesToLive = Math.floor(random() * 16)
  if (isEarly) setTimeout(kill, 150 + random() * 900)
  process_.stderr.on('data', (piece: Buffer) => (complaints += piece.toString()))
  process_.stdout.on('data', (piece: Buffer) => {
    output += piece.toString()
    if (isDying || isEarly || output.split('asked ').length <= changesToLive) return
    isDying = true
    setTimeout(kill, random() * 60)
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
function checkFiles(files: FilesSay, asked: ReadonlySet<number>, begun: number): void {
  const requested = new Set(files.requested)
  const done = new Set(files.done)
  // each is written down once
  expect(requested.size).toBe(files.requested.length)
  expect(done.size).toBe(files.done.length)
  expect(new Set(files.idempotencyKeys).size).toBe(files.idempotencyKeys.length)
  // what was confirmed is there, and nothing that nobody asked for
  expect([...asked].filter((number) => !requested.has(zoneOf(number)))).toEqual([])
  const begunZones = new Set(Array.from({ length: begun + 1 }, (_, number) => zoneOf(number)))
  expect(files.requested.filter((value) => !begunZones.has(value))).toEqual([])
  expect([...files.pending, ...files.done].filter((value) => !requested.has(value))).toEqual([])
  expect(files.pending.filter((value) => done.has(value))).toEqual([])
  // the newest is done or waits, unless a person has discarded it
  const newest = files.requested.at(-1)
  if (newest !== undefined && files.discarded === 0) expect([...files.done, ...files.pending]).toContain(newest)
}

/** What must hold in the end between the journal and what took effect at Sigma. `known`: what Vigil takes to be in force. */
function checkAgainstSandbox(files: FilesSay, sandbox: LoggingSandbox, known: string): void {
  expect([...sandbox.applied].filter(([, times]) => times !== 1)).toEqual([])
  expect(files.done.filter((value) => !sandbox.applied.has(value))).toEqual([])
  // one whose answer was lost on the way, and that was replaced or discarded before it could be asked for again
  const untold = [...sandbox.applied.keys()].filter((value) => !files.done.includes(value))
  const newest = files.requested.at(-1) ?? ''
  expect(untold.filter((value) => value === newest && files.discarded === 0)).toEqual([])
  expect(untold.length).toBeLessThanOrEqual(sandbox.lostAnswers())
  expect(known).toBe(sandbox.timezone())
}

/** Names the life after which something did not hold, so that it can be lived again. */
function naming<Result>(what: string, check: () => Result): Result {
  try {
    return check()
  } catch (error) {
    throw new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
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
      const files = naming(`after seed ${seed}`, () => readFiles(folder))
      if (files !== undefined) naming(`after seed ${seed}`, () => checkFiles(files, asked, begun))
    }
    sandbox.behave()
    const known = await comeToRest(folder, sandbox)
    const files = readFiles(folder)
    if (files === undefined) throw new Error('there is no organization')
    naming(`lane ${lane}, at rest`, () => {
      checkFiles(files, asked, begun)
      checkAgainstSandbox(files, sandbox, known)
    })
    return { kills: killsPerLane, asked: asked.size, done: files.done.length }
  } finally {
    await sandbox.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Starts the program once more and lets it finish what waits; what was refused is sent again.
 * @returns the time zone that it then takes to be in force
 */
async function comeToRest(folder: string, sandbox: LoggingSandbox): Promise<string> {
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
  const { settings } = await core.settings.refresh(organization.id)
  await core.end()
  return String(settings.find((setting) => setting.key === 'timezone')?.value)
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
