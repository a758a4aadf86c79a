import type Database from 'better-sqlite3'

/** A value that SQLite stores. Booleans become 0 and 1, `undefined` becomes NULL. */
export type SqlValue = string | number | bigint | boolean | null | undefined | Uint8Array
export type SqlParams = Readonly<Record<string, SqlValue>>

/** A database that can be read. Has no way to write, in its type and in SQLite (opened read-only). */
export interface ReadDb {
  /** All rows of a statement; parameters by name (`:name`). */
  all<Row>(sql: string, params?: SqlParams): Row[]
  /** The first row. */
  get<Row>(sql: string, params?: SqlParams): Row | undefined
}

/** A database that can be written; commands get one, inside a transaction. */
export interface WriteDb extends ReadDb {
  /** Runs a statement that changes rows. */
  run(sql: string, params?: SqlParams): { readonly changes: number; readonly lastRowId: number }
  /**
   * Calls back once when the transaction that runs now has ended, whether its changes were kept or rolled back: for what
   * a thread remembers of rows beside the file.
   */
  onSettled(listener: SettledListener): void
}

export type SettledListener = (isKept: boolean) => void

/** Statements kept compiled per handle. Statements are constants of the sources, so this is a guard and not a tuning. */
const statementLimit = 200

/** Wraps a handle in the narrow interface that queries and commands see. */
export class DatabaseHandle implements WriteDb {
  readonly raw: Database.Database
  readonly file: string
  readonly #statements = new Map<string, Database.Statement>()
  readonly #settledListeners: SettledListener[] = []

  readonly #onClose: () => void

  /** @param onClose called when it was closed */
  constructor(raw: Database.Database, file: string, onClose: () => void = () => undefined) {
    this.raw = raw
    this.file = file
    this.#onClose = onClose
  }

  all<Row>(sql: string, params: SqlParams = {}): Row[] {
    return this.#statement(sql).all(bindable(params)) as Row[]
  }

  get<Row>(sql: string, params: SqlParams = {}): Row | undefined {
    return this.#statement(sql).get(bindable(params)) as Row | undefined
  }

  run(sql: string, params: SqlParams = {}): { readonly changes: number; readonly lastRowId: number } {
    const result = this.#statement(sql).run(bindable(params))
    return { changes: result.changes, lastRowId: Number(result.lastInsertRowid) }
  }

  /** Runs `work` in one transaction: `immediate` for writes, `deferred` for a consistent view over several reads. */
  transaction<Value>(mode: 'immediate' | 'deferred', work: () => Value): Value {
    let isKept = false
    try {
      const value = this.raw.transaction(work)[mode]()
      isKept = true
      return value
    } finally {
      for (const listener of this.#settledListeners.splice(0)) listener(isKept)
    }
  }

  onSettled(listener: SettledListener): void {
    this.#settledListeners.push(listener)
  }

  close(): void {
    this.#statements.clear()
    this.raw.close()
    this.#onClose()
  }

  #statement(sql: string): Database.Statement {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    if (this.#statements.size >= statementLimit) this.#statements.clear()
    const fresh = this.raw.prepare(sql)
    this.#statements.set(sql, fresh)
    return fresh
  }
}

function bindable(params: SqlParams): Record<string, unknown> {
  const bound: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(params))
    bound[name] = value === undefined ? null : typeof value === 'boolean' ? Number(value) : value
  return bound
}
