import { CircleAlert } from 'lucide-react'
import type { ReactElement } from 'react'
import type { AppErrorData } from '../../../shared/kit/app-error.ts'
import { wordsOfError, wordsOfThrown } from '../lib/error-words.ts'
import bannerStyles from './banner.module.css'
import { Button } from './button.tsx'
import { classes } from './classes.ts'

export interface ErrorNoticeProps {
  /** An ApiError, or the data of one as the contract carries it. */
  readonly error: unknown
  /** What was being done, such as “Reading the connections”; stands before the words. */
  readonly activity?: string
  readonly onRetry?: () => void
  readonly isRetrying?: boolean
}

function isErrorData(error: unknown): error is AppErrorData {
  return (
    typeof error === 'object' && error !== null && !(error instanceof Error) && 'code' in error && 'params' in error
  )
}

/** Says what went wrong and what to do about it. */
export function ErrorNotice({ error, activity, onRetry, isRetrying = false }: ErrorNoticeProps): ReactElement {
  const words = isErrorData(error) ? wordsOfError(error) : wordsOfThrown(error)
  return (
    <div role="alert" className={classes(bannerStyles.banner, bannerStyles.bad, bannerStyles.box)}>
      <CircleAlert aria-hidden="true" size={16} />
      <div className={bannerStyles.words}>
        <strong>{activity === undefined ? words.title : `${activity}: ${words.title}`}</strong>
        <div>{words.remedy}</div>
      </div>
      {onRetry !== undefined && (
        <div className={bannerStyles.action}>
          <Button onPress={onRetry} isPending={isRetrying}>
            Try again
          </Button>
        </div>
      )}
    </div>
  )
}
