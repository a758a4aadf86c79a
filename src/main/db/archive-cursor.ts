import { AppError } from '../../shared/kit/app-error.ts'

/** The last row of a page: the next page starts behind it. */
export type ArchiveCursor =
  | { readonly after: 'timed'; readonly eventAtMs: number; readonly rowId: number }
  /** Among the rows without a time, which come after all others. */
  | { readonly after: 'untimed'; readonly rowId: number }
  | { readonly after: 'snapshot'; readonly rowNumber: number }

/** The cursor as text, opaque above this layer. */
export function printCursor(cursor: ArchiveCursor): string {
  switch (cursor.after) {
    case 'timed':
      return `t.${cursor.eventAtMs}.${cursor.rowId}`
    case 'untimed':
      return `u.${cursor.rowId}`
    case 'snapshot':
      return `s.${cursor.rowNumber}`
  }
}

/** @throws AppError `invalid-input` */
export function parseCursor(text: string): ArchiveCursor {
  const parts = /^(?:t\.(-?\d{1,16})\.(\d{1,16})|([us])\.(\d{1,16}))$/.exec(text)
  if (parts === null) throw new AppError('invalid-input', { field: 'cursor' })
  if (parts[3] === undefined) return { after: 'timed', eventAtMs: Number(parts[1]), rowId: Number(parts[2]) }
  const place = Number(parts[4])
  return parts[3] === 'u' ? { after: 'untimed', rowId: place } : { after: 'snapshot', rowNumber: place }
}
