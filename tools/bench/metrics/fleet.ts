import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { _electron, type ElectronApplication, type Page } from 'playwright'
import { seedDataFolder, type Seeded } from '../../fleet/seed-data-folder.ts'
import { type Fleet, startFleet } from '../../fleet/start-fleet.ts'
import { projectRoot } from '../../kit/paths.ts'
import { absolute, compared, type Metric, type MetricModule, median, quantile, withAim } from '../metric.ts'
import { cpuTimeOf, memoryOf } from '../processes.ts'
import { beginRefresh, sinceLoad, timeToFilter, timeToPlace, timeToRefresh } from './fleet-window.ts'

const organizationCount = 200
const reloads = 7
const visited = 20
const rounds = 5
const restMs = 60_000
/** What begins at a start (rows of all audit logs, what is stale) is spread over minutes; it has ended with so few requests. */
const startUp = { lookMs: 20_000, requests: 20, longestMs: 15 * 60_000 }
const neighbours = 12
const firstRow = '[role="row"][aria-rowindex="2"]'
const field = 'main input[type="search"]'
const grid = 'main [aria-rowcount]'
const words = ['production', 'staging', 'hamburg', 'zz-nothing']

type Say = (line: string) => void
type Opened = Seeded['organizations'][number]

async function open(data: string): Promise<{ app: ElectronApplication; window: Page }> {
  const app = await _electron.launch({
    args: [projectRoot, `--user-data-dir=${data}`],
    env: Object.fromEntries(
      Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined)
    ),
    chromiumSandbox: process.getuid?.() !== 0
  })
  const window = await app.firstWindow()
  await window.getByRole('main').first().waitFor()
  return { app, window }
}

/** A fresh window on the table of all organizations, until its first row is painted. */
async function firstPaint(window: Page): Promise<number[]> {
  await window.evaluate(timeToPlace, { hash: '/fleet', selectors: [firstRow] })
  const times: number[] = []
  for (let run = 0; run <= reloads; run++) {
    await window.reload()
    const time = await window.evaluate(sinceLoad, firstRow)
    if (run > 0) times.push(time)
  }
  return times
}

async function filter(window: Page): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    for (const text of words) {
      times.push(await window.evaluate(timeToFilter, { field, text, grid }))
      times.push(await window.evaluate(timeToFilter, { field, text: '', grid }))
    }
  }
  return times
}

/** From one organization's General Settings to another's, both seen before. */
async function switches(window: Page, organizations: readonly Opened[]): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round <= rounds; round++) {
    for (const { id, name } of organizations.slice(0, visited)) {
      const time = await window.evaluate(timeToPlace, {
        hash: `/organizations/${id}/administration/general-settings`,
        selectors: [
          `nav[aria-label=${JSON.stringify(`Pages of ${name}`)}]`,
          'main [role="switch"], main input[role="switch"]'
        ]
      })
      if (round > 0) times.push(time)
    }
  }
  return times
}

/** How long reading an organization takes while another one's server hangs, against the same without it; in turns. */
async function withHangingNeighbour(window: Page, fleet: Fleet, organizations: readonly Opened[], say: Say) {
  const [sick, ...healthy] = organizations
  if (sick === undefined) throw new Error('there are no organizations')
  const times = { alone: [] as number[], beside: [] as number[] }
  const measured = healthy.slice(0, neighbours)
  for (const one of measured) await window.evaluate(timeToRefresh, one.id)
  for (let round = 0; round < 3; round++) {
    for (const one of measured) times.alone.push(await window.evaluate(timeToRefresh, one.id))
    await fleet.behave('hanging', [0])
    await window.evaluate(beginRefresh, sick.id)
    await sleep(500)
    for (const one of measured) times.beside.push(await window.evaluate(timeToRefresh, one.id))
    await fleet.behave('normal', [0])
    say(`fleet: a hanging neighbour, round ${round + 1} of 3`)
  }
  return compared(
    'fleet.hangingNeighbour',
    'ms',
    median(times.beside),
    'the same without the hanging one',
    median(times.alone)
  )
}

/** Vigil with 200 organizations, each on a server of its own, all served by another process. */
export const fleet: MetricModule = {
  names: [
    'fleet.firstPaint',
    'fleet.filter',
    'fleet.switch.median',
    'fleet.switch.p95',
    'fleet.idleCpu',
    'fleet.idleMemory',
    'fleet.hangingNeighbour'
  ],
  async measure(say, { isWanted }) {
    const data = mkdtempSync(path.join(tmpdir(), 'vigil-bench-fleet-'))
    const served = await startFleet({ organizations: organizationCount })
    try {
      say(`fleet: ${organizationCount} organizations are being read for the first time`)
      const { organizations } = await seedDataFolder({
        folder: data,
        organizations: served.organizations,
        synced: true
      })
      const { app, window } = await open(data)
      try {
        return await measureIn({ app, window, served, organizations, say, isWanted })
      } finally {
        await app.close()
      }
    } finally {
      await served.stop()
      rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    }
  }
}

interface Opening {
  readonly app: ElectronApplication
  readonly window: Page
  readonly served: Fleet
  readonly organizations: readonly Opened[]
  readonly say: Say
  readonly isWanted: (name: string) => boolean
}

async function measureIn(opening: Opening): Promise<Metric[]> {
  const { window, served, organizations, say, isWanted } = opening
  const metrics: Metric[] = []
  if (isWanted('fleet.firstPaint')) {
    say('fleet: opening the table')
    metrics.push(absolute('fleet.firstPaint', 'ms', median(await firstPaint(window))))
  }
  if (isWanted('fleet.filter')) {
    say('fleet: filtering the table')
    await window.evaluate(timeToPlace, { hash: '/fleet', selectors: [firstRow] })
    metrics.push(absolute('fleet.filter', 'ms', median(await filter(window))))
  }
  if (isWanted('fleet.switch.median') || isWanted('fleet.switch.p95')) {
    say('fleet: switching between organizations')
    // without the Admin account type there are no settings to be painted
    const withSettings = organizations.filter((_, place) => served.organizations[place]?.isAdmin === true)
    const switchMs = await switches(window, withSettings)
    metrics.push(absolute('fleet.switch.median', 'ms', median(switchMs)))
    metrics.push(absolute('fleet.switch.p95', 'ms', quantile(switchMs, 0.95)))
  }
  const isAtRestWanted = isWanted('fleet.idleCpu') || isWanted('fleet.idleMemory')
  if (process.platform === 'linux' && isAtRestWanted) metrics.push(...(await atRest(opening)))
  if (isWanted('fleet.hangingNeighbour')) metrics.push(await withHangingNeighbour(window, served, organizations, say))
  return metrics
}

/** A minute on the table of all organizations, after what a start begins has ended; a few activations are in flight. */
async function atRest({ app, window, served, say }: Opening): Promise<Metric[]> {
  const pid = app.process().pid ?? 0
  await window.evaluate(timeToPlace, { hash: '/fleet', selectors: [firstRow] })
  say('fleet: waiting for the end of what a start begins')
  const beganAtMs = Date.now()
  for (let before = await requestsOf(served); ; ) {
    await sleep(startUp.lookMs)
    const now = await requestsOf(served)
    if (now - before <= startUp.requests) break
    if (Date.now() - beganAtMs > startUp.longestMs) throw new Error('Vigil does not come to rest')
    before = now
  }
  say(`fleet: at rest after ${Math.round((Date.now() - beganAtMs) / 1_000)} s; measuring a minute of it`)
  const [cpuMs, requests] = [cpuTimeOf(pid), await requestsOf(served)]
  await sleep(restMs)
  const usedMs = cpuTimeOf(pid) - cpuMs
  say(`fleet: ${(await requestsOf(served)) - requests} requests in that minute`)
  return [
    withAim(absolute('fleet.idleCpu', '%', (usedMs / restMs) * 100), 1),
    absolute('fleet.idleMemory', 'MB', memoryOf(pid))
  ]
}

async function requestsOf(served: Fleet): Promise<number> {
  return (await served.stats()).requests.reduce((sum, one) => sum + one, 0)
}
