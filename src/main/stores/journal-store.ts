import {
  type JournalDetail,
  journalFilter,
  type JournalOutcome,
  type JournalSearch
} from '../../shared/domain/journal.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import { isUuid, type OrganizationId } from '../../shared/kit/ids.ts'
import type { DatabaseClient } from '../db/client.ts'
import { mergeStreams, type OrderedStream } from './merge-streams.ts'

/** An act as the journal tells it, with the organization by its present name, or its last one. */
export interface ActivityEntry {
  /** Unique over all organizations. */
  readonly id: string
  readonly atMs: number
  readonly organizationId?: OrganizationId
  readonly organizationName?: string
  readonly action: string
  readonly outcome: JournalOutcome
  readonly detail: JournalDetail
  /** The account of the machine under which Vigil ran; absent in entries of earlier versions. */
  readonly machineUser?: string
}

export interface ActivityRequest {
  readonly search?: JournalSearch
  readonly organizationId?: OrganizationId
  /** From the page before. */
  readonly cursor?: string
  readonly limit: number
}

export interface ActivityPage {
  readonly entries: readonly ActivityEntry[]
  readonly nextCursor?: string
  /** Organizations whose journal could not be read; the page is without them. */
  readonly unreadable: readonly OrganizationId[]
}

/** The journals of all organizations, of those that are gone, and of acts without one. */
export interface JournalStore {
  /** Newest first by (time, id). @throws AppError `invalid-input` for a cursor that is none */
  page(request: ActivityRequest): Promise<ActivityPage>
  /** Organizations that were removed and have entries. */
  removedOrganizations(): Promise<readonly { readonly organizationId: OrganizationId; readonly name: string }[]>
  /** Adds an entry that belongs to no organization's own file. */
  append(entry: {
    readonly organizationId?: OrganizationId
    readonly organizationName?: string
    readonly action: string
    readonly outcome: JournalOutcome
    readonly detail: JournalDetail
    readonly atMs: number
  }): Promise<void>
}

/** The registry's journal, as a source of entries beside the organizations. */
const registrySource = 'vigil'
const registry = { kind: 'registry' } as const

interface Position {
  readonly atMs: number
  readonly source: string
  readonly sequence: number
}
interface Placed extends Position {
  readonly entry: ActivityEntry
}

/** The journals of all organizations in one order. */
export function createJournalStore(client: DatabaseClient): JournalStore {
  return {
    async page(request) {
      const cursor = request.cursor === undefined ? undefined : parseCursor(request.cursor)
      const all = await client.query(registry, 'listOrganizations')
      const unreadable = new Set<OrganizationId>()
      const wanted = all.filter((one) => request.organizationId === undefined || one.id === request.organizationId)
      const streams = [
        registryStream(client, request, cursor),
        ...wanted.map(({ id, name }) => organizationStream(client, { id, name }, request, cursor, unreadable))
      ]
      // One more than asked for tells whether there are more.
      const merged = await mergeStreams(streams, isNewer, request.limit + 1)
      const shown = merged.slice(0, request.limit)
      const last = shown.at(-1)
      return {
        entries: shown.map(({ entry }) => entry),
        ...(merged.length > request.limit && last !== undefined ? { nextCursor: printCursor(last) } : {}),
        unreadable: [...unreadable]
      }
    },
    removedOrganizations: () => client.query(registry, 'listRemovedOrganizations'),
    append: (entry) => client.command(registry, 'appendRegistryJournal', entry)
  }
}

function registryStream(
  client: DatabaseClient,
  { search, organizationId }: ActivityRequest,
  cursor: Position | undefined
): OrderedStream<Placed> {
  return resumable(registrySource, cursor, (before, limit) =>
    client.query(registry, 'listRegistryJournalPage', {
      limit,
      ...(before === undefined ? {} : { before }),
      ...(search === undefined ? {} : { search }),
      ...(organizationId === undefined ? {} : { organizationId })
    })
  )
}

function organizationStream(
  client: DatabaseClient,
  organization: { readonly id: OrganizationId; readonly name: string },
  { search }: ActivityRequest,
  cursor: Position | undefined,
  unreadable: Set<OrganizationId>
): OrderedStream<Placed> {
  const { id, name } = organization
  // The file does not know the organization's name; where that is found, so is every entry.
  const isNamed = journalFilter(search)({ action: '', outcome: '', detail: {}, organizationName: name })
  return resumable(id, cursor, async (before, limit) => {
    try {
      const rows = await client.query({ kind: 'org', organizationId: id }, 'listJournalPage', {
        limit,
        ...(before === undefined ? {} : { before }),
        ...(search === undefined || isNamed ? {} : { search })
      })
      return rows.map((row) => ({ ...row, organizationId: id, organizationName: name }))
    } catch (thrown) {
      // One damaged file must not hide all the others. Removed a moment ago: its entries are in the registry.
      if (!(thrown instanceof AppError) || thrown.code === 'cancelled') throw thrown
      if (thrown.code !== 'not-found') unreadable.add(id)
      return []
    }
  })
}

/** A stream that goes on behind the last entry it gave, beginning behind the cursor. */
function resumable(
  source: string,
  cursor: Position | undefined,
  read: (
    before: { readonly atMs: number; readonly sequence: number } | undefined,
    limit: number
  ) => Promise<readonly (Omit<ActivityEntry, 'id'> & { readonly sequence: number })[]>
): OrderedStream<Placed> {
  let before = cursor === undefined ? undefined : startIn(source, cursor)
  return {
    async next(limit) {
      const rows = await read(before, limit)
      const last = rows.at(-1)
      if (last !== undefined) before = { atMs: last.atMs, sequence: last.sequence }
      return rows.map(({ sequence, ...row }) => ({
        atMs: row.atMs,
        source,
        sequence,
        entry: { id: `${source}:${sequence}`, ...row }
      }))
    }
  }
}

/** Where a source goes on behind a cursor that another source may have given. */
function startIn(source: string, cursor: Position): { readonly atMs: number; readonly sequence: number } {
  if (source === cursor.source) return { atMs: cursor.atMs, sequence: cursor.sequence }
  return { atMs: cursor.atMs, sequence: source < cursor.source ? Number.MAX_SAFE_INTEGER : 0 }
}

function isNewer(left: Position, right: Position): boolean {
  if (left.atMs !== right.atMs) return left.atMs > right.atMs
  if (left.source !== right.source) return left.source > right.source
  return left.sequence > right.sequence
}

function printCursor({ atMs, source, sequence }: Position): string {
  return `${atMs}:${source}:${sequence}`
}

function parseCursor(text: string): Position {
  const [atMs, source, sequence, ...rest] = text.split(':')
  const position = { atMs: Number(atMs), source: source ?? '', sequence: Number(sequence) }
  const isKnown = position.source === registrySource || isUuid(position.source)
  const isNumbered = Number.isSafeInteger(position.atMs) && Number.isSafeInteger(position.sequence)
  if (rest.length > 0 || !isKnown || !isNumbered) throw new AppError('invalid-input', { field: 'cursor' })
  return position
}
