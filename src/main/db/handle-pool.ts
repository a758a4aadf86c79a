import { refKey } from './database-files.ts'
import type { DatabaseRef } from './protocol.ts'

/** Handles that a thread keeps open. Archives have large page caches, so fewer of them. */
const limits = { archive: 16, other: 64 } as const

interface Closable {
  close(): void
}

/** Open handles of one thread, the least recently used closed first, so that hundreds of organizations work. */
export class HandlePool<Handle extends Closable> {
  readonly #handles = new Map<string, { readonly handle: Handle; readonly ref: DatabaseRef }>()

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
    if (oldest !== undefined && alike.length > (isArchive ? limits.archive : limits.other)) this.close(oldest.ref)
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
