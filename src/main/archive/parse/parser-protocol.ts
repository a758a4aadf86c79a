import type { AppErrorData } from '../../../shared/kit/app-error.ts'
import type { ParsedPart } from '../event-batch.ts'
import type { FileToParse, SourceRoles } from './source-types.ts'

/** Most parts of a file that are parsed ahead of who consumes them. */
export const partsAhead = 2

/** What the pool says to a parser thread. */
export type ToParser =
  | {
      readonly type: 'chunk'
      readonly id: number
      readonly bytes: Uint8Array
      readonly firstLine: number
      readonly roles?: SourceRoles
    }
  | { readonly type: 'file'; readonly id: number; readonly request: Omit<FileToParse, 'signal'> }
  /** One part was consumed. */
  | { readonly type: 'pull'; readonly id: number }
  | { readonly type: 'cancel'; readonly id: number }

/** What a parser thread says to the pool. */
export type FromParser =
  | { readonly type: 'part'; readonly id: number; readonly part: ParsedPart }
  | { readonly type: 'end'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly error: AppErrorData }

/** The buffers of a part, which cross the threads without being copied. */
export function buffersOf(part: ParsedPart): ArrayBuffer[] {
  const { batch } = part
  const arrays: ArrayBufferView[] = [batch.atMs, batch.leaves]
  for (const { cells } of batch.columns)
    arrays.push(cells.texts.bytes, cells.texts.ends, cells.kind === 'text' ? cells.isPresent : cells.codes)
  return [...new Set(arrays.map((array) => array.buffer))].filter((buffer) => buffer instanceof ArrayBuffer)
}
