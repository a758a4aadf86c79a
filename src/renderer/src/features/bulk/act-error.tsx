import type { ReactElement } from 'react'
import type { BulkKind } from '../../lib/bulk-words.ts'
import { Banner } from '../../ui/banner.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { isListGone } from './use-bulk-form.ts'

export interface ActErrorProps {
  readonly kind: BulkKind
  readonly activity: string
  /** Null for none. */
  readonly error: unknown
}

/** Why a dry run or a start failed. */
export function ActError({ kind, activity, error }: ActErrorProps): ReactElement | null {
  if (error === null || error === undefined) return null
  return isListGone(kind, error) ? (
    <Banner tone="warning" title="The new credentials are no longer in memory.">
      Vigil forgets secrets that nobody used after half an hour. Nothing was replaced: choose the file or type them
      again.
    </Banner>
  ) : (
    <ErrorNotice activity={activity} error={error} />
  )
}
