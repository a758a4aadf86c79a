// Runs the stages of tools/test/stages.ts one after the other, counts their reports, prints one closing line.
//   node tools/test.ts [--only STAGE,STAGE] [--skip STAGE,STAGE]
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { inProject, projectRoot } from './kit/paths.ts'
import { addCounts, type Counts, closingLine, noTests, readCounts } from './test/reports.ts'
import { type Stage, stages } from './test/stages.ts'

type Verdict = 'ok' | 'failed' | 'skipped'
interface Outcome {
  readonly stage: Stage
  readonly verdict: Verdict
  readonly note: string
  readonly durationMs: number
  readonly counts: Counts
}

const { values } = parseArgs({ options: { only: { type: 'string' }, skip: { type: 'string' } } })
const names = (list: string | undefined): string[] => (list === undefined ? [] : list.split(','))
const unknown = [...names(values.only), ...names(values.skip)].filter(
  (name) => !stages.some((one) => one.name === name)
)
if (unknown.length > 0) {
  console.error(`no such stage: ${unknown.join(', ')}; there are ${stages.map((one) => one.name).join(', ')}`)
  process.exit(2)
}
const only = names(values.only)
const chosen = stages.filter(
  (one) => (only.length === 0 || only.includes(one.name)) && !names(values.skip).includes(one.name)
)
const reportFile = (stage: Stage): string => inProject('test-reports', `${stage.name}.json`)

function commandOf(stage: Stage): string[] {
  const [tool = '', ...args] = stage.command
  if (stage.report === 'vitest')
    args.push('--reporter=default', '--reporter=json', `--outputFile.json=${reportFile(stage)}`)
  if (stage.report === 'playwright' && tool === 'playwright') args.push('--reporter=list,json')
  const line = tool === 'node' ? [process.execPath, ...args] : [inProject('node_modules', '.bin', tool), ...args]
  return stage.needsDesktop ? [process.execPath, 'tools/desktop/run.ts', '--', ...line] : line
}

function run(stage: Stage, before: readonly Outcome[]): Outcome {
  const startedAtMs = Date.now()
  const end = (verdict: Verdict, note: string, counts: Counts = noTests): Outcome => ({
    stage,
    verdict,
    note,
    counts,
    durationMs: Date.now() - startedAtMs
  })
  // a stage that cannot run counts as one skipped test, so that it shows in the closing line
  const skipped: Counts = { ...noTests, skipped: 1 }
  const reason = stage.cannotRun?.()
  if (reason !== undefined) return end('skipped', reason, skipped)
  const lacking = stage.needs?.find((name) => before.some((one) => one.stage.name === name && one.verdict !== 'ok'))
  if (lacking !== undefined) return end('skipped', `it needs the stage "${lacking}", which did not succeed`, skipped)

  console.log(`\n=== ${stage.title}`)
  const [command = '', ...args] = commandOf(stage)
  const env = {
    ...process.env,
    ...stage.env,
    PLAYWRIGHT_JSON_OUTPUT_NAME: reportFile(stage),
    FORCE_COLOR: process.env.FORCE_COLOR ?? '0'
  }
  const result = spawnSync(command, args, {
    cwd: projectRoot,
    stdio: 'inherit',
    env,
    shell: process.platform === 'win32'
  })
  const counts = stage.report ? readCounts(stage.report, reportFile(stage)) : noTests
  if (result.status !== 0) {
    const why = result.error?.message ?? result.signal ?? `exit code ${result.status}`
    // a stage without tests of its own that fails is one failure; so is one that fails with no failed test to show
    return end('failed', why, counts.failed > 0 ? counts : { ...counts, failed: 1 })
  }
  if (counts.failed > 0) return end('failed', 'its report has failures', counts)
  if (stage.report && counts.passed === 0) return end('failed', 'it executed no test', { ...counts, failed: 1 })
  return end('ok', stage.report ? closingLine(counts) : '', counts)
}

mkdirSync(inProject('test-reports'), { recursive: true })
for (const name of readdirSync(inProject('test-reports'))) rmSync(inProject('test-reports', name), { recursive: true })

const outcomes: Outcome[] = []
for (const stage of chosen) outcomes.push(run(stage, outcomes))

console.log('\n=== Summary')
for (const { stage, verdict, note, durationMs } of outcomes) {
  const seconds = (durationMs / 1000).toFixed(1).padStart(7)
  console.log(`${verdict.padEnd(8)}${stage.name.padEnd(13)}${seconds} s  ${note}`)
}
const left = stages.filter((one) => !chosen.includes(one)).map((one) => one.name)
if (left.length > 0) console.log(`not asked for: ${left.join(', ')}`)
console.log(closingLine(addCounts(outcomes.map((one) => one.counts))))
process.exitCode = outcomes.some((one) => one.verdict === 'failed') ? 1 : 0
