import { ApiError } from './api-error.ts'
import type { SandboxContext } from './context.ts'

const defaultSize = 50
const largestSize = 1000

function sizeOf(text: string | undefined, name: string): number {
  if (text === undefined || text === '') return defaultSize
  const size = Number(text)
  if (!Number.isInteger(size) || size < 1)
    throw new ApiError(400, 'invalid_request', `${name}: must be a whole number of at least 1`)
  return Math.min(size, largestSize)
}

/** Page tokens are opaque to clients; inside they are a position. */
function encodeToken(position: number): string {
  return Buffer.from(`p${position}`).toString('base64url')
}

function decodeToken(token: string | undefined, name: string): number {
  if (token === undefined || token === '') return 0
  const match = /^p(\d+)$/.exec(Buffer.from(token, 'base64url').toString('latin1'))
  if (match?.[1] === undefined) throw new ApiError(400, 'invalid_request', `${name}: not a page of this list`)
  return Number(match[1])
}

export interface PageA<Entry> {
  readonly entries: Entry[]
  readonly nextPage: string | null
  readonly total: number
  readonly hasMore: boolean
}

/** The older style of paging: `page` and `limit` in, `nextPage` out, null on the last page. */
export function pageStyleA<Row, Entry>(
  context: SandboxContext,
  rows: readonly Row[],
  toEntry: (row: Row) => Entry
): PageA<Entry> {
  const size = sizeOf(context.req.query('limit'), 'limit')
  const start = decodeToken(context.req.query('page'), 'page')
  const end = start + size
  const hasMore = end < rows.length
  return {
    entries: rows.slice(start, end).map(toEntry),
    nextPage: hasMore ? encodeToken(end) : null,
    total: rows.length,
    hasMore
  }
}

export interface PageB<Entry> {
  readonly entries: Entry[]
  readonly nextPageToken?: string
}

/** The newer style of paging: `pageToken` and `pageSize` in, `nextPageToken` out, absent on the last page. */
export function pageStyleB<Row, Entry>(
  context: SandboxContext,
  rows: readonly Row[],
  toEntry: (row: Row) => Entry
): PageB<Entry> {
  const size = sizeOf(context.req.query('pageSize'), 'pageSize')
  const start = decodeToken(context.req.query('pageToken'), 'pageToken')
  const end = start + size
  const entries = rows.slice(start, end).map(toEntry)
  return end < rows.length ? { entries, nextPageToken: encodeToken(end) } : { entries }
}
