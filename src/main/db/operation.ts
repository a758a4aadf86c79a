import type { ReadDb, WriteDb } from './handle.ts'
import type { DatabaseKind } from './protocol.ts'

/** A named read of one kind of file. Runs inside one read transaction, so that its statements see one state. */
export interface Query<Kind extends DatabaseKind, Params, Result> {
  readonly kind: Kind
  readonly run: (db: ReadDb, params: Params) => Result
}

/** A named change of one kind of file. Runs inside one write transaction: all of it happens, or nothing. */
export interface Command<Kind extends DatabaseKind, Params, Result> {
  readonly kind: Kind
  readonly run: (db: WriteDb, params: Params) => Result
}

/** Declares a query. */
export function query<Kind extends DatabaseKind, Params, Result>(
  kind: Kind,
  run: (db: ReadDb, params: Params) => Result
): Query<Kind, Params, Result> {
  return { kind, run }
}

/** Declares a command. */
export function command<Kind extends DatabaseKind, Params, Result>(
  kind: Kind,
  run: (db: WriteDb, params: Params) => Result
): Command<Kind, Params, Result> {
  return { kind, run }
}
