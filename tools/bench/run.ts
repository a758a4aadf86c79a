// Measures Vigil:  npm run bench -- --json FILE [--only PREFIX]
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { inProject, projectRoot } from '../kit/paths.ts'
import type { Metric, MetricModule } from './metric.ts'
import { fleet } from './metrics/fleet.ts'
import { ipcRoundtrip } from './metrics/ipc-roundtrip.ts'
import { startAndMemory } from './metrics/start-and-memory.ts'

const modules: readonly MetricModule[] = [startAndMemory, ipcRoundtrip, fleet]

const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string', default: '' } } })
const isWanted = (name: string): boolean => name.startsWith(values.only)
const chosen = modules.filter((one) => one.names.some(isWanted))
if (chosen.length === 0) {
  console.error(`no metric begins with "${values.only}"; there are ${modules.flatMap((one) => one.names).join(', ')}`)
  process.exit(2)
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
  for (const one of chosen) metrics.push(...(await one.measure((line) => console.log(`[bench] ${line}`))))
  const result = { machine: machine(), metrics: metrics.filter((one) => isWanted(one.name)) }
  for (const { name, value, unit, peer, peerValue, ratio } of result.metrics) {
    console.log(`${name.padEnd(24)}${value} ${unit}${peer ? `   ${peer}: ${peerValue} ${unit}   ratio ${ratio}` : ''}`)
  }
  if (values.json === undefined) return
  mkdirSync(path.dirname(path.resolve(values.json)), { recursive: true })
  writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`)
}

// always the same kind of screen on Linux, whatever machine this is: software drawing on a virtual display
if (process.platform === 'linux' && process.env.VIGIL_BENCH_DESKTOP !== '1') process.exitCode = inOwnDesktop()
else await measure()
