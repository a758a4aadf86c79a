import type { DaySet } from '../../archive/dedupe/day-set.ts'
import { RowMarks } from '../../archive/dedupe/row-marks.ts'
import type { TextIds } from '../../archive/values/text-ids.ts'
import type { WriteDb } from '../handle.ts'
import { ByteLru } from './byte-lru.ts'

/** Days of which a thread remembers what they hold, bytes, over all archives. */
const dayBytes = 24 * 1024 * 1024
/** Texts of dictionaries that a thread remembers, bytes, over all archives. */
const valueBytes = 96 * 1024 * 1024
/** Sessions remembered per archive; one that came to no end is forgotten after that many others. */
const sessionLimit = 64

const days = new ByteLru<DaySet>(dayBytes)
const values = new ByteLru<TextIds>(valueBytes)
const memories = new WeakMap<WriteDb, WriterMemory>()
let nextOwner = 1

/** What the writer remembers of the archive behind this handle. Forgotten when somebody else has changed the file. */
export function writerMemory(db: WriteDb): WriterMemory {
  const version = Number(db.get<Readonly<Record<string, number>>>('PRAGMA data_version')?.['data_version'])
  let memory = memories.get(db)
  if (memory === undefined) {
    memory = new WriterMemory(`${nextOwner++}:`, version)
    memories.set(db, memory)
  } else memory.keepIf(version)
  memory.join(db)
  return memory
}

/**
 * Days, dictionaries and sessions of one archive in the writer's memory. What a transaction that is rolled back did to
 * them is undone with it: days and dictionaries that it touched are let go of, marks that it set are taken back.
 */
export class WriterMemory {
  readonly #owner: string
  readonly #sessions = new Map<string, Map<number, RowMarks>>()
  readonly #touched = new Set<string>()
  readonly #marked = new Set<RowMarks>()
  #version: number
  #isJoined = false
  #areDaysStale = false

  constructor(owner: string, version: number) {
    this.#owner = owner
    this.#version = version
  }

  /** What a day holds, from memory or loaded. @param load fills an empty set */
  day(tableId: number, day: number, load: () => DaySet): DaySet {
    const key = `${this.#owner}${tableId}.${day}`
    this.#touched.add(key)
    const known = days.get(key)
    if (known !== undefined) return known
    const fresh = load()
    days.set(key, fresh)
    // days that are done with may go even within their transaction: they are loaded with its rows when they are needed
    days.trim((other) => other === key)
    return fresh
  }

  /** Notes that a day has got rows. */
  dayGrew(tableId: number, day: number): void {
    days.measure(`${this.#owner}${tableId}.${day}`)
  }

  /** Lets go of the days that the transaction touched when it ends: one may have been loaded before its rows were there. */
  letGoOfDays(): void {
    this.#areDaysStale = true
  }

  /** A column's dictionary, from memory or loaded. */
  texts(tableId: number, columnId: number, load: () => TextIds): TextIds {
    const key = `${this.#owner}${tableId}/${columnId}`
    this.#touched.add(key)
    const known = values.get(key)
    if (known !== undefined) return known
    const fresh = load()
    values.set(key, fresh)
    return fresh
  }

  /** The rows of a day that a session has met; without a session, of this batch alone. Marks of now can be taken back. */
  marks(tableId: number, day: number, sessionId: string | undefined): RowMarks {
    if (sessionId === undefined) return new RowMarks()
    const session = this.#session(`${tableId} ${sessionId}`)
    const marks = session.get(day) ?? new RowMarks()
    session.set(day, marks)
    this.#marked.add(marks)
    return marks
  }

  /** Forgets what a session has met. */
  endSession(tableId: number, sessionId: string): void {
    this.#sessions.delete(`${tableId} ${sessionId}`)
  }

  /** Listens for the end of the transaction that runs now. */
  join(db: WriteDb): void {
    if (this.#isJoined) return
    this.#isJoined = true
    db.onSettled((isKept) => this.#settle(isKept))
  }

  /** Forgets days and dictionaries when another process or handle has written to the file. */
  keepIf(version: number): void {
    if (version === this.#version) return
    this.#version = version
    this.forget()
  }

  /** Lets go of all days and dictionaries; sessions stay. */
  forget(): void {
    days.deleteAll((key) => key.startsWith(this.#owner))
    values.deleteAll((key) => key.startsWith(this.#owner))
  }

  #session(name: string): Map<number, RowMarks> {
    const session = this.#sessions.get(name) ?? new Map<number, RowMarks>()
    this.#sessions.delete(name)
    this.#sessions.set(name, session)
    for (const oldest of this.#sessions.keys()) {
      if (this.#sessions.size <= sessionLimit) break
      this.#sessions.delete(oldest)
    }
    return session
  }

  #settle(isKept: boolean): void {
    this.#isJoined = false
    if (isKept) {
      for (const key of this.#touched) {
        if (this.#areDaysStale) days.delete(key)
        days.measure(key)
        values.measure(key)
      }
      days.trim(() => false)
      values.trim((key) => this.#touched.has(key))
    } else {
      for (const key of this.#touched) {
        days.delete(key)
        values.delete(key)
      }
    }
    this.#areDaysStale = false
    this.#touched.clear()
    for (const marks of this.#marked) marks.settle(isKept)
    this.#marked.clear()
  }
}
