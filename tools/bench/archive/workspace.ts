import { createHash } from 'node:crypto'
import {
  createWriteStream,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync
} from 'node:fs'
import { statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { generateEvents } from '../../events/generate.ts'
import type { EventFormat } from '../../events/row-syntax.ts'
import { projectRoot } from '../../kit/paths.ts'
import type { Say } from '../metric.ts'
import type { Intake } from './engine.ts'

// About, per event: the jsonl; DuckDB's file; the archive with its write-ahead log, and the copy that memory is measured
// on; the CSV for the shell and its file with indexes.
const needed = { jsonl: 700, duck: 150, archive: 800, shell: 500 + 1_100 } as const

/** Where the data of a run lies: a folder that stays, or one that is deleted in the end. */
export class Workspace {
  readonly folder: string
  readonly #isKept: boolean

  constructor(keep: string | undefined) {
    this.#isKept = keep !== undefined
    if (keep !== undefined) mkdirSync(keep, { recursive: true })
    this.folder = keep ?? mkdtempSync(path.join(tmpdir(), 'vigil-bench-archive-'))
  }

  file(name: string): string {
    return path.join(this.folder, name)
  }

  /** @throws Error that says how much room there is and how much is needed */
  async checkRoom(events: number, sqliteEvents: number): Promise<void> {
    const { bavail, bsize } = await statfs(this.folder)
    const used = globSync('**/*', { cwd: this.folder, withFileTypes: true })
      .filter((one) => one.isFile())
      .reduce((sum, one) => sum + statSync(path.join(one.parentPath, one.name)).size, 0)
    const wanted = events * (needed.jsonl + needed.duck + needed.archive) + sqliteEvents * needed.shell - used
    if (bavail * bsize >= wanted) return
    throw new Error(
      `${events.toLocaleString('en')} events need about ${gigabytes(wanted)} in ${this.folder}, and there are ${gigabytes(bavail * bsize)}: choose fewer with --events, or another disk with --keep FOLDER or TMPDIR`
    )
  }

  /** Generated events as a file; taken as it is where it is there. */
  async generated(events: number, format: EventFormat, say: Say): Promise<string> {
    const file = this.file(`events-${events}.${format}`)
    const stamp = `${file}.made`
    if (existsSync(stamp)) return file
    say(`archive: generating ${events.toLocaleString('en')} events as ${format}`)
    const beganAt = performance.now()
    await pipeline(
      Readable.from(generateEvents({ events, format }), { objectMode: true, highWaterMark: 4 }),
      createWriteStream(file, { highWaterMark: 1 << 22 })
    )
    const seconds = (performance.now() - beganAt) / 1_000
    say(
      `archive: ${gigabytes(statSync(file).size)} in ${seconds.toFixed(1)} s, ${Math.round(events / seconds).toLocaleString('en')} events a second`
    )
    await writeFile(stamp, '')
    return file
  }

  /**
   * Something that is filled with events once, and how that went.
   * @param version another one than that of what is there has it made anew
   */
  async filled(
    name: string,
    version: string,
    fill: (place: string) => Promise<Intake>
  ): Promise<{ readonly place: string; readonly intake: Intake; readonly measuredAt?: string }> {
    const place = this.file(name)
    const stamp = `${place}.made.json`
    if (existsSync(stamp)) {
      const made = JSON.parse(readFileSync(stamp, 'utf8')) as Made
      if (made.version === version) return { place, intake: made.intake, measuredAt: made.measuredAt }
    }
    rmSync(stamp, { force: true })
    rmSync(place, { recursive: true, force: true })
    const intake = await fill(place)
    const made: Made = { version, intake, measuredAt: new Date().toISOString() }
    await writeFile(stamp, JSON.stringify(made))
    return { place, intake }
  }

  /** A place of this name where nothing is. */
  fresh(name: string): string {
    const place = this.file(name)
    rmSync(place, { recursive: true, force: true })
    return place
  }

  clear(): void {
    if (!this.#isKept) rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}

interface Made {
  readonly version: string
  readonly intake: Intake
  readonly measuredAt: string
}

export const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`

/** Another text when one of the files that make something, or the events in it, is another. */
export function codeVersion(...makers: readonly string[]): string {
  const hash = createHash('sha256')
  const files = globSync([...makers, 'tools/events/*.ts'], { cwd: projectRoot })
  for (const file of files.toSorted()) hash.update(file).update(readFileSync(path.join(projectRoot, file)))
  return hash.digest('hex').slice(0, 16)
}
