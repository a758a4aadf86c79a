import type { ReactElement } from 'react'
import { Label, ProgressBar as AriaProgressBar } from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './progress-bar.module.css'

export interface ProgressBarProps {
  readonly label: string
  /** 0 to 1; undefined while the end is not known. */
  readonly value?: number
  /** What stands at the right, such as "12,300 rows". */
  readonly detail?: string
}

/** How far something has come. */
export function ProgressBar({ label, value, detail }: ProgressBarProps): ReactElement {
  const isOpenEnded = value === undefined
  return (
    <AriaProgressBar
      className={styles.progress ?? ''}
      isIndeterminate={isOpenEnded}
      minValue={0}
      maxValue={1}
      {...(isOpenEnded ? {} : { value })}
      {...(detail === undefined ? {} : { valueLabel: detail })}
    >
      {({ percentage }) => (
        <>
          <span className={styles.words}>
            <Label>{label}</Label>
            {detail !== undefined && <span className={styles.detail}>{detail}</span>}
          </span>
          <span className={styles.track}>
            <span
              className={classes(styles.fill, isOpenEnded && styles.openEnded)}
              style={isOpenEnded ? undefined : { inlineSize: `${percentage ?? 0}%` }}
            />
          </span>
        </>
      )}
    </AriaProgressBar>
  )
}
