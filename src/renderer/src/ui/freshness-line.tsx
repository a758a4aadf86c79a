import { RefreshCw, TriangleAlert } from 'lucide-react'
import type { ReactElement } from 'react'
import type { Freshness } from '../../../shared/contract/primitives.ts'
import { wordsOfError } from '../lib/error-words.ts'
import { Button } from './button.tsx'
import styles from './freshness-line.module.css'
import { IconButton } from './icon-button.tsx'
import { RelativeTime } from './relative-time.tsx'
import { Spinner } from './spinner.tsx'

export interface FreshnessLineProps {
  readonly freshness: Freshness | undefined
  readonly onRefresh: () => void
  readonly isRefreshing?: boolean
  /** The button in words, where reading anew is the page's main act. */
  readonly refreshLabel?: string
}

/** How old what is on screen is, why it could not be read anew, and a button to read it now. */
export function FreshnessLine(props: FreshnessLineProps): ReactElement {
  const { freshness, onRefresh, isRefreshing = false, refreshLabel } = props
  const isReading = isRefreshing || freshness?.isReading === true
  const error = freshness?.lastError
  return (
    <span className={styles.line}>
      {isReading ? (
        <>
          <Spinner size={12} /> Reading from Sigma …
        </>
      ) : error !== undefined ? (
        <span className={styles.stale} title={wordsOfError(error).remedy}>
          <TriangleAlert aria-hidden="true" size={12} /> {wordsOfError(error).title}{' '}
          {freshness?.readAtMs !== undefined && <Read atMs={freshness.readAtMs} />}
        </span>
      ) : freshness?.readAtMs !== undefined ? (
        <Read atMs={freshness.readAtMs} />
      ) : (
        'Not read yet'
      )}
      {refreshLabel === undefined ? (
        <IconButton label="Read from Sigma now" icon={RefreshCw} onPress={onRefresh} isDisabled={isReading} />
      ) : (
        <Button icon={RefreshCw} onPress={onRefresh} isDisabled={isReading}>
          {refreshLabel}
        </Button>
      )}
    </span>
  )
}

function Read({ atMs }: { readonly atMs: number }): ReactElement {
  return (
    <span>
      Read <RelativeTime atMs={atMs} />
    </span>
  )
}
