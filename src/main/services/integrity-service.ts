import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { IntegrityStatus } from '../../shared/contract/integrity.ts'
import type { SavedFile } from '../../shared/contract/primitives.ts'
import {
  type ArchiveFinding,
  type HeadDifference,
  joinFindings,
  type VerificationCursor
} from '../../shared/domain/archive-verification.ts'
import { parseArchiveHead } from '../../shared/domain/archive-head-file.ts'
import { firstCareAtMs } from '../../shared/domain/first-care.ts'
import { AppError, type AppErrorData, toAppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { dayMs } from '../../shared/kit/time.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { FileDialogs } from '../ports/file-dialogs.port.ts'
import type { IntegrityStore } from '../stores/integrity-store.ts'
import type { JournalStore } from '../stores/journal-store.ts'
import type { SettingsStore } from '../stores/settings-store.ts'
import { saveFile } from './save-file.ts'

/** Findings that are kept and shown; how many there are is always told. */
const mostFindings = 200
/** How often progress is told, ms. */
const tellEveryMs = 250
/** Between two steps of a verification that nobody waits for, ms: a reader is busy a tenth of the time. */
const restBetweenStepsMs = 400
/** An archive is verified by itself when the last verification is older than this. */
const verifiedForMs = 7 * dayMs
/** A head of ten years of days is some 400 kB. */
const largestHeadBytes = 64 * 1024 * 1024

export interface IntegrityServiceOptions {
  readonly integrity: IntegrityStore
  readonly settings: Pick<SettingsStore, 'appendJournal'>
  readonly journal: Pick<JournalStore, 'append'>
  readonly fileDialogs: FileDialogs
  readonly clock: Clock
  readonly announce: Announce
}

interface Running {
  readonly controller: AbortController
  readonly isAsked: boolean
  readonly startedAtMs: number
  readonly startedAt: number
  rowsTotal: number
  rowsChecked: number
  commitsChecked: number
  findings: ArchiveFinding[]
  moreFindings: number
}

/** Proves that an organization's archive is what was read, and lets its head be kept elsewhere. */
export class IntegrityService {
  readonly #options: IntegrityServiceOptions
  readonly #running = new Map<OrganizationId, { readonly state: Running; readonly done: Promise<void> }>()
  readonly #errors = new Map<OrganizationId, AppErrorData>()

  constructor(options: IntegrityServiceOptions) {
    this.#options = options
  }

  async status(id: OrganizationId): Promise<IntegrityStatus> {
    const last = await this.#options.integrity.last(id)
    const running = this.#running.get(id)
    const error = this.#errors.get(id)
    return {
      ...(last === undefined ? {} : { last }),
      ...(running === undefined ? {} : { progress: this.#progressOf(running.state) }),
      ...(error === undefined ? {} : { error })
    }
  }

  /** Begins a verification unless one is going on. Its end, and what it found, is a journal entry. */
  async verify(id: OrganizationId): Promise<IntegrityStatus> {
    // One that Vigil began by itself rests between its steps; a person who asks does not want to wait for that.
    if (this.#running.get(id)?.state.isAsked === false) await this.stop(id)
    if (!this.#running.has(id)) void this.#begin(id, true)
    return this.status(id)
  }

  /**
   * Verifies at a pace that nobody notices what was not verified for a week, or never and is due for the first time.
   * @returns when that has come to its end
   */
  async verifyWhereDue(id: OrganizationId): Promise<void> {
    const { integrity, clock } = this.#options
    const nowMs = clock.nowMs()
    const last = await integrity.last(id)
    // A time in the future is from before the clock was set back, and says nothing.
    const dueAtMs =
      last === undefined || last.finishedAtMs > nowMs
        ? firstCareAtMs(await integrity.begunAtMs(id), id, nowMs)
        : last.finishedAtMs + verifiedForMs
    if (dueAtMs === undefined || dueAtMs > nowMs || this.#running.has(id)) return
    if ((await integrity.rowsTotal(id)) > 0) await this.#begin(id, false)
  }

  async cancel(id: OrganizationId): Promise<IntegrityStatus> {
    await this.stop(id)
    return this.status(id)
  }

  /** Ends a verification that is going on, without a result. */
  async stop(id: OrganizationId): Promise<void> {
    const running = this.#running.get(id)
    running?.state.controller.abort()
    await running?.done
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((id) => this.stop(id)))
  }

  /** Saves the archive's head where the person says. @throws AppError `file-not-writable` */
  async exportHead(id: OrganizationId): Promise<SavedFile> {
    const head = await this.#options.integrity.head(id)
    const pieces = [{ text: `${JSON.stringify(head, undefined, 2)}\n`, entries: head.tables.reduce(daysIn, 0) }]
    return saveFile(this.#options, {
      title: 'Save the head of the archive',
      name: 'vigil-archive-head',
      format: 'json',
      action: 'archive-head-exported',
      detail: { organizationId: id, commits: head.commitCount },
      pieces
    })
  }

  /**
   * Asks for a head that was exported before and compares the archive with it.
   * @throws AppError `file-not-readable` when the file is no head, or cannot be read
   */
  async checkHead(
    id: OrganizationId
  ): Promise<
    | { outcome: 'cancelled' }
    | { outcome: 'checked'; fileName: string; commitCount: number; differences: HeadDifference[] }
  > {
    const file = await this.#options.fileDialogs.chooseOpenFile({
      title: 'Choose an exported head',
      extensions: ['json'],
      kind: 'JSON'
    })
    if (file === undefined) return { outcome: 'cancelled' }
    const fileName = basename(file)
    const head = parseArchiveHead(await readText(file, fileName))
    if (head === undefined) throw new AppError('file-not-readable', { file: fileName, reason: 'no-archive-head' })
    const differences = await this.#options.integrity.compare(id, head)
    const isIntact = differences.length === 0
    await this.#note(id, 'archive-head-checked', isIntact ? 'done' : 'failed', { differences: differences.length })
    return { outcome: 'checked', fileName, commitCount: head.commitCount, differences: [...differences] }
  }

  #begin(id: OrganizationId, isAsked: boolean): Promise<void> {
    const { clock } = this.#options
    const state: Running = {
      controller: new AbortController(),
      isAsked,
      startedAtMs: clock.nowMs(),
      startedAt: clock.monotonicMs(),
      rowsTotal: 0,
      rowsChecked: 0,
      commitsChecked: 0,
      findings: [],
      moreFindings: 0
    }
    this.#errors.delete(id)
    const done = this.#run(id, state)
      .catch((thrown: unknown) => {
        const error = toAppError(thrown)
        if (error.code !== 'cancelled') this.#errors.set(id, error.toData())
      })
      .finally(() => {
        this.#running.delete(id)
        this.#options.announce('integrityChanged', { organizationId: id })
      })
    this.#running.set(id, { state, done })
    this.#options.announce('integrityChanged', { organizationId: id })
    return done
  }

  async #run(id: OrganizationId, state: Running): Promise<void> {
    const { integrity, clock, announce } = this.#options
    const { signal } = state.controller
    let cursor: VerificationCursor | undefined
    let toldAt = clock.monotonicMs()
    state.rowsTotal = await integrity.rowsTotal(id)
    do {
      const step = await integrity.step(id, cursor)
      if (signal.aborted) throw new AppError('cancelled')
      state.rowsChecked += step.rowsChecked
      state.commitsChecked += step.commitsChecked
      const findings = joinFindings([...state.findings, ...step.findings])
      state.findings = findings.slice(0, mostFindings)
      state.moreFindings += step.moreFindings + (findings.length - state.findings.length)
      cursor = step.cursor
      if (cursor !== undefined && !state.isAsked) await clock.sleep(restBetweenStepsMs, signal)
      if (clock.monotonicMs() - toldAt < tellEveryMs) continue
      toldAt = clock.monotonicMs()
      announce('integrityChanged', { organizationId: id })
    } while (cursor !== undefined)
    await this.#finish(id, state)
  }

  async #finish(id: OrganizationId, state: Running): Promise<void> {
    const { startedAtMs, rowsChecked, commitsChecked, isAsked } = state
    const findingsTotal = state.findings.length + state.moreFindings
    await this.#options.integrity.keep(id, {
      startedAtMs,
      finishedAtMs: this.#options.clock.nowMs(),
      rowsChecked,
      commitsChecked,
      findings: state.findings,
      findingsTotal,
      isAsked
    })
    // What Vigil does by itself is worth an entry only where it found something.
    if (isAsked || findingsTotal > 0)
      await this.#note(id, 'archive-verified', findingsTotal === 0 ? 'done' : 'failed', {
        rows: rowsChecked,
        findings: findingsTotal
      })
  }

  #progressOf(state: Running): NonNullable<IntegrityStatus['progress']> {
    const { startedAtMs, rowsChecked, rowsTotal, isAsked } = state
    const seconds = (this.#options.clock.monotonicMs() - state.startedAt) / 1000
    const rowsPerSecond = seconds > 0 && rowsChecked > 0 ? rowsChecked / seconds : undefined
    return {
      startedAtMs,
      rowsChecked,
      rowsTotal,
      isAsked,
      findingsTotal: state.findings.length + state.moreFindings,
      ...(rowsPerSecond === undefined
        ? {}
        : { rowsPerSecond, msLeft: Math.round((Math.max(0, rowsTotal - rowsChecked) / rowsPerSecond) * 1000) })
    }
  }

  #note(
    id: OrganizationId,
    action: 'archive-verified' | 'archive-head-checked',
    outcome: 'done' | 'failed',
    detail: Readonly<Record<string, number>>
  ): Promise<void> {
    return this.#options.settings.appendJournal(id, { action, outcome, detail, atMs: this.#options.clock.nowMs() })
  }
}

function daysIn(sum: number, table: { readonly days: readonly unknown[] }): number {
  return sum + table.days.length
}

async function readText(file: string, fileName: string): Promise<string> {
  try {
    const bytes = await readFile(file)
    if (bytes.byteLength > largestHeadBytes)
      throw new AppError('file-not-readable', { file: fileName, reason: 'too-large' })
    return bytes.toString('utf8')
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    throw new AppError('file-not-readable', { file: fileName, reason: 'no-access' }, { cause: thrown })
  }
}
