// Measures Vigil:  npm run bench -- --json FILE [--only PREFIX] [--events N] [--sqlite-events N] [--keep FOLDER]
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { inProject, projectRoot } from '../kit/paths.ts'
import { type BenchOptions, linesOf, type Metric, type MetricModule } from './metric.ts'
import { archive } from './metrics/archive.ts'
import { fleet } from './metrics/fleet.ts'
import { ipcRoundtrip } from './metrics/ipc-roundtrip.ts'
import { startAndMemory } from './metrics/start-and-memory.ts'

const modules: readonly MetricModule[] = [startAndMemory, ipcRoundtrip, fleet, archive]

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    only: { type: 'string', default: '' },
    events: { type: 'string', default: '1000000' },
    'sqlite-events': { type: 'string', default: '1000000' },
    keep: { type: 'string' }
  }
})
const isWanted = (name: string): boolean => name.startsWith(values.only)
const chosen = modules.filter((one) => one.names.some(isWanted))
if (chosen.length === 0) {
  console.error(`no metric begins with "${values.only}"; there are ${modules.flatMap((one) => one.names).join(', ')}`)
  process.exit(2)
}

function eventCount(name: 'events' | 'sqlite-events'): number {
  const count = Number(values[name])
  if (Number.isSafeInteger(count) && count >= 10_000) return count
  console.error(`--${name} takes a whole number of at least 10000, not "${values[name]}"`)
  process.exit(2)
}

const events = eventCount('events')
const failures: string[] = []
const options: BenchOptions = {
  events,
  sqliteEvents: Math.min(events, eventCount('sqlite-events')),
  isWanted,
  fail: (line) => {
    failures.push(line)
    console.error(`[bench] FAILED: ${line}`)
  },
  ...(values.keep !== undefined && { keep: path.resolve(values.keep) })
}

function machine(): Record<string, string | number> {
  const electron = readFileSync(inProject('node_modules', 'electron', 'dist', 'version'), 'utf8')
    .trim()
    .replace(/^v/, '')
  return {
    platform: `${os.platform()} ${os.release()} ${os.arch()}`,
    cpu: os.cpus()[0]?.model ?? 'unknown',
    cores: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    node: process.versions.node,
    electron,
    measuredAt: new Date().toISOString()
  }
}

function inOwnDesktop(): number {
  const args = [inProject('tools', 'desktop', 'run.ts'), '--', process.execPath, ...process.argv.slice(1)]
  return (
    spawnSync(process.execPath, args, { stdio: 'inherit', env: { ...process.env, VIGIL_BENCH_DESKTOP: '1' } }).status ??
    1
  )
}

async function measure(): Promise<void> {
  const built = spawnSync(process.execPath, [inProject('tools', 'build.ts'), '--if-changed'], {
    cwd: projectRoot,
    stdio: 'inherit'
  })
  if (built.status !== 0) throw new Error('the build failed')
  const metrics: Metric[] = []
  for (const one of chosen) {
    try {
      metrics.push(...(await one.measure((line) => console.log(`[bench] ${line}`), options)))
    } catch (error) {
      options.fail(`${one.names[0]} …: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    }
  }
  const result = { machine: machine(), metrics: metrics.filter((one) => isWanted(one.name)), failures }
  for (const metric of result.metrics) for (const line of linesOf(metric)) console.log(line)
  const missed = result.metrics.filter((one) => one.isAimMet === false)
  if (missed.length > 0) console.log(`missed: ${missed.map((one) => one.name).join(', ')}`)
  for (const line of failures) console.error(`FAILED: ${line}`)
  if (failures.length > 0) process.exitCode = 1
  if (values.json === undefined) return
  mkdirSync(path.dirname(path.resolve(values.json)), { recursive: true })
  writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`)
}

// always the same kind of screen on Linux, whatever machine this is: software drawing on a virtual display
if (process.platform === 'linux' && process.env.VIGIL_BENCH_DESKTOP !== '1') process.exitCode = inOwnDesktop()
else await measure()
