import { refKey } from './database-files.ts'
import type { DatabaseRef } from './protocol.ts'

/** How many handles a thread keeps open. */
export interface HandleLimits {
  readonly archive: number
  readonly other: number
}

/**
 * Archives have large page caches, so fewer of them. A reader keeps its share of all organizations open, since a page of
 * people asks every one of them: with 64, each page of 200 organizations opened most of them anew and took three times the
 * work. Two readers have room for 500; 200 organizations come to about 1,500 file handles in all, of the 8,192 that
 * Chromium allows itself, and to some 60 MB. A writer comes by each of them once in two hours; opening a file, which it
 * checks, costs as much as all else that it does for one reading.
 */
export const handleLimits = {
  reader: { archive: 16, other: 256 },
  writer: { archive: 16, other: 256 }
} as const satisfies Readonly<Record<'reader' | 'writer', HandleLimits>>

interface Closable {
  close(): void
}

/** Open handles of one thread, the least recently used closed first, so that hundreds of organizations work. */
export class HandlePool<Handle extends Closable> {
  readonly #handles = new Map<string, { readonly handle: Handle; readonly ref: DatabaseRef }>()
  readonly #limits: HandleLimits

  constructor(limits: HandleLimits) {
    this.#limits = limits
  }

  /** The handle, when it is open; it counts as used. */
  get(ref: DatabaseRef): Handle | undefined {
    const key = refKey(ref)
    const entry = this.#handles.get(key)
    if (entry === undefined) return undefined
    this.#handles.delete(key)
    this.#handles.set(key, entry)
    return entry.handle
  }

  /** Adds a handle and closes the least recently used one of its kind when there are too many. */
  add(ref: DatabaseRef, handle: Handle): void {
    this.#handles.set(refKey(ref), { handle, ref })
    const isArchive = ref.kind === 'archive'
    const alike = [...this.#handles.values()].filter((entry) => (entry.ref.kind === 'archive') === isArchive)
    const oldest = alike[0]
    if (oldest !== undefined && alike.length > (isArchive ? this.#limits.archive : this.#limits.other))
      this.close(oldest.ref)
  }

  /** Closes one handle, if it is open. */
  close(ref: DatabaseRef): void {
    const key = refKey(ref)
    const entry = this.#handles.get(key)
    this.#handles.delete(key)
    entry?.handle.close()
  }

  /** The references whose handles are open. */
  refs(): readonly DatabaseRef[] {
    return [...this.#handles.values()].map((entry) => entry.ref)
  }

  closeAll(): void {
    for (const ref of this.refs()) this.close(ref)
  }
}
