import { statSync } from 'node:fs'
import { briefly, differences, oftenEnough, timeAll } from '../archive/ask-all.ts'
import { openDataFolder } from '../archive/data-folder.ts'
import { duckName, fillDuck, openDuck } from '../archive/duckdb.ts'
import type { Intake } from '../archive/engine.ts'
import { fillArchive } from '../archive/fill-archive.ts'
import { memoryWhileBrowsing, memoryWhileIngesting } from '../archive/memory.ts'
import { archiveEngine, verifyArchive } from '../archive/product.ts'
import { countNames, type Question, queryNames, questionsFor } from '../archive/questions.ts'
import { intakeMetrics, memoryMetrics, type Peer, questionMetrics, verifyMetric } from '../archive/report.ts'
import { fillShell, openShell, shellName } from '../archive/sqlite-shell.ts'
import { codeVersion, gigabytes, Workspace } from '../archive/workspace.ts'
import type { BenchOptions, Metric, MetricModule, Say } from '../metric.ts'

const spreads = ['median', 'p95']
const questionNames = [
  ...queryNames.map((name) => `archive.query.${name}`),
  ...countNames.map((name) => `archive.count.${name}`)
]

/** The archive with many events: taking them in, questions, checking, memory; beside DuckDB and the sqlite3 shell. */
export const archive: MetricModule = {
  names: [
    'archive.ingest',
    'archive.bytesPerEvent',
    ...questionNames.flatMap((name) => spreads.map((spread) => `${name}.${spread}`)),
    'archive.verify',
    'archive.memory.browse',
    'archive.memory.ingest'
  ],
  async measure(say, options) {
    const workspace = new Workspace(options.keep)
    try {
      await workspace.checkRoom(options.events, options.sqliteEvents)
      return await new ArchiveBench(workspace, options, say).measure()
    } finally {
      workspace.clear()
    }
  }
}

/** What is kept is used again only while the code that made it is the same. */
const versions = {
  ours: codeVersion('src/main/archive/**/*.ts', 'src/main/db/**/*.ts'),
  duck: codeVersion('tools/bench/archive/duckdb.ts'),
  shell: codeVersion('tools/bench/archive/sqlite-shell.ts')
}

type Filled = Awaited<ReturnType<Workspace['filled']>>

class ArchiveBench {
  readonly #workspace: Workspace
  readonly #options: BenchOptions
  readonly #say: Say

  constructor(workspace: Workspace, options: BenchOptions, say: Say) {
    this.#workspace = workspace
    this.#options = options
    this.#say = say
  }

  async measure(): Promise<Metric[]> {
    const { events, isWanted } = this.#options
    const source = await this.#workspace.generated(events, 'jsonl', this.#say)
    const ours = await this.#fill(`vigil-${events}`, versions.ours, (place) =>
      fillArchive(source, place, events, this.#say)
    )
    const metrics = await this.#try('beside peers', () => this.#besidePeers(source, ours))
    if (isWanted('archive.verify')) {
      metrics.push(...(await this.#try('archive.verify', async () => [await this.#verify(ours.place)])))
    }
    if (process.platform !== 'linux') return metrics
    if (isWanted('archive.memory.browse')) {
      metrics.push(...(await this.#try('archive.memory.browse', () => this.#browsing(ours.place))))
    }
    if (isWanted('archive.memory.ingest')) {
      metrics.push(...(await this.#try('archive.memory.ingest', () => this.#ingesting(source))))
    }
    return metrics
  }

  /** What is measured of the peers, too, which are filled for that alone. */
  async #besidePeers(source: string, ours: Filled): Promise<Metric[]> {
    const { events, isWanted } = this.#options
    const isAsked = questionNames.some((name) => spreads.some((spread) => isWanted(`${name}.${spread}`)))
    if (!isAsked && !isWanted('archive.ingest') && !isWanted('archive.bytesPerEvent')) return []
    const duck = await this.#fill(`duckdb-${events}.db`, versions.duck, (place) => fillDuck(source, place, events))
    const shell = await this.#fillShell()
    const metrics = this.#intake(ours, duck, shell)
    if (!isAsked) return metrics
    return [...metrics, ...(await this.#try('questions', () => this.#questions(ours.place, duck.place, shell)))]
  }

  /** One part that fails does not take away what the others have measured for a long time. */
  async #try(what: string, work: () => Promise<Metric[]>): Promise<Metric[]> {
    try {
      return await work()
    } catch (error) {
      this.#options.fail(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
      return []
    }
  }

  async #fill(name: string, version: string, fill: (place: string) => Promise<Intake>): Promise<Filled> {
    const filled = await this.#workspace.filled(name, version, (place) => {
      this.#say(`archive: filling ${name}`)
      return fill(place)
    })
    const { events, tookMs, bytes } = filled.intake
    this.#say(
      `archive: ${name}: ${Math.round((events * 1_000) / tookMs).toLocaleString('en')} events a second, ${(bytes / events).toFixed(1)} bytes an event${filled.measuredAt === undefined ? '' : ` (measured ${filled.measuredAt})`}`
    )
    return filled
  }

  async #fillShell(): Promise<Filled> {
    const { sqliteEvents } = this.#options
    const source = await this.#workspace.generated(sqliteEvents, 'csv', this.#say)
    return this.#fill(`sqlite-${sqliteEvents}.db`, versions.shell, (place) => fillShell(source, place, sqliteEvents))
  }

  /** Its name, and over how many events where those are fewer. */
  get #shellName(): string {
    const { events, sqliteEvents } = this.#options
    return sqliteEvents === events ? shellName : `${shellName} (${sqliteEvents.toLocaleString('en')} events)`
  }

  #intake(ours: Filled, duck: Filled, shell: Filled): Metric[] {
    const peers: Peer<Intake>[] = [
      { name: duckName, value: duck.intake },
      { name: this.#shellName, value: shell.intake }
    ]
    const note =
      ours.measuredAt === undefined ? undefined : `measured ${ours.measuredAt}, when the kept archive was made`
    return intakeMetrics(ours.intake, peers, note)
  }

  async #questions(folder: string, duckFile: string, shell: Filled): Promise<Metric[]> {
    const { events, sqliteEvents } = this.#options
    const questions = this.#wanted(questionsFor(events))
    const data = await openDataFolder(folder)
    const duck = await openDuck(duckFile)
    const shellQuestions = this.#wanted(questionsFor(sqliteEvents))
    const shellEngine = await openShell(shell.place)
    try {
      const ours = archiveEngine(data)
      this.#say('archive: comparing answers')
      const found = await differences(ours, duck, questions)
      if (sqliteEvents === events) found.push(...(await differences(shellEngine, duck, questions)))
      for (const difference of found) this.#options.fail(difference)
      if (found.length === 0) this.#say('archive: the answers are the same')
      const ourTimings = await timeAll(ours, questions, oftenEnough, this.#say)
      const duckTimings = await timeAll(duck, questions, briefly, this.#say)
      const shellTimings = [...(await timeAll(shellEngine, shellQuestions, briefly, this.#say)).values()]
      return questions.flatMap((question, at) => {
        const timing = ourTimings.get(question)
        const other = duckTimings.get(question)
        const third = shellTimings[at]
        if (timing === undefined || other === undefined || third === undefined) return []
        return questionMetrics(question, timing, [
          { name: duckName, value: other },
          { name: this.#shellName, value: third }
        ])
      })
    } finally {
      await data.client.close()
      await duck.close()
      await shellEngine.close()
    }
  }

  #wanted(questions: readonly Question[]): readonly Question[] {
    const { isWanted } = this.#options
    return questions.filter(({ group, name }) =>
      spreads.some((spread) => isWanted(`archive.${group}.${name}.${spread}`))
    )
  }

  async #verify(folder: string): Promise<Metric> {
    this.#say('archive: checking the chain')
    const data = await openDataFolder(folder)
    try {
      const { rows, tookMs } = await verifyArchive(data)
      if (rows !== this.#options.events) throw new Error(`${rows} of ${this.#options.events} rows were checked`)
      return verifyMetric(rows, tookMs)
    } finally {
      await data.client.close()
    }
  }

  async #browsing(folder: string): Promise<Metric[]> {
    this.#say('archive: memory while browsing')
    return memoryMetrics({ browse: await memoryWhileBrowsing(await identify(folder)) })
  }

  async #ingesting(source: string): Promise<Metric[]> {
    this.#say(`archive: memory while importing ${gigabytes(statSync(source).size)}`)
    const place = this.#workspace.fresh('vigil-memory')
    try {
      const ingest = await memoryWhileIngesting(await identify(place), source, this.#options.events)
      return memoryMetrics({ ingest })
    } finally {
      this.#workspace.fresh('vigil-memory')
    }
  }
}

/** The organization of a data folder, which is made where it is not there. */
async function identify(folder: string): Promise<{ folder: string; organizationId: string }> {
  const { client, organizationId } = await openDataFolder(folder)
  await client.close()
  return { folder, organizationId }
}
