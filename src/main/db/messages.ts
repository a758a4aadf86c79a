import type { AppErrorData } from '../../shared/kit/app-error.ts'
import type { DatabaseKind, DatabaseRef } from './protocol.ts'
import type { SalvageStep } from './salvage/salvage-types.ts'

type ArchiveRef = Extract<DatabaseRef, { readonly kind: 'archive' }>

/** What a database thread is started with. */
export interface WorkerSettings {
  /** A keeper looks at archive files that nobody has open: backups, and what is left of a damaged one. */
  readonly role: 'writer' | 'reader' | 'keeper'
  /** The kinds of file that this thread serves. */
  readonly kinds: readonly DatabaseKind[]
  readonly registryFile: string
  readonly organizationsFolder: string
}

/** What the main thread asks of a database thread. */
export type WorkerRequest =
  /** Opens and migrates; `isSuspect` asks for a full check of the file first. Writers only. */
  | { readonly op: 'prepare'; readonly ref: DatabaseRef; readonly isSuspect: boolean }
  | { readonly op: 'query'; readonly ref: DatabaseRef; readonly name: string; readonly params: unknown }
  | { readonly op: 'command'; readonly ref: DatabaseRef; readonly name: string; readonly params: unknown }
  | { readonly op: 'backUp'; readonly ref: DatabaseRef }
  /** Copies an archive while it is in use; other requests are answered meanwhile. */
  | { readonly op: 'copyArchive'; readonly ref: ArchiveRef; readonly target: string }
  | { readonly op: 'cancelCopy'; readonly ref: ArchiveRef }
  /** Puts `file` in the archive's place, and the archive to `setAside`. */
  | { readonly op: 'replaceArchive'; readonly ref: ArchiveRef; readonly file: string; readonly setAside: string }
  /** Keepers only. */
  | { readonly op: 'checkArchive'; readonly file: string; readonly organizationId: string }
  | { readonly op: 'salvage'; readonly file: string; readonly step: SalvageStep }
  | { readonly op: 'close'; readonly ref: DatabaseRef }
  | { readonly op: 'shutDown' }

/** A database file that was damaged or gone at open, and what was done about it. */
export interface DatabaseRecovery {
  readonly ref: DatabaseRef
  /** Name of the file, without folder. */
  readonly fileName: string
  /** Name under which the damaged file is kept beside it; absent when the file was gone. */
  readonly setAsideAs?: string
  readonly outcome: 'restored' | 'started-fresh'
  /** When the backup that was restored had been taken. */
  readonly backupTakenAtMs?: number
  readonly atMs: number
}

/** Why a request failed inside the thread, for the log. Holds no value of any row: names, codes and places in the code. */
export interface FailureTrace {
  readonly type: string
  readonly sqliteCode?: string
  readonly stack: string
}

export type WorkerAnswer =
  | { readonly type: 'done'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly error: AppErrorData; readonly trace?: FailureTrace }

/** What a database thread tells unasked. */
export type WorkerNews =
  | { readonly type: 'copied'; readonly ref: ArchiveRef; readonly done: number; readonly total: number }
  | { readonly type: 'slow'; readonly name: string; readonly kind: DatabaseKind; readonly tookMs: number }
  | { readonly type: 'recovered'; readonly recovery: DatabaseRecovery }
  | { readonly type: 'backup-failed'; readonly kind: DatabaseKind; readonly error: AppErrorData }

export type WorkerMessage = WorkerAnswer | WorkerNews
