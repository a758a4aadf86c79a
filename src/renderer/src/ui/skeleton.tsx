import type { ReactElement } from 'react'
import styles from './skeleton.module.css'
import { VisuallyHidden } from './visually-hidden.tsx'

export interface SkeletonProps {
  /** How many lines are held free. */
  readonly lines?: number
  /** Height of a line, CSS px: that of what will stand there, so that nothing jumps. */
  readonly lineHeight?: number
  /** What is being read, for screen readers. */
  readonly label?: string
}

/** Holds the place of something that is being read. Shows itself after a moment, since most answers come at once. */
export function Skeleton({ lines = 1, lineHeight = 20, label = 'Loading' }: SkeletonProps): ReactElement {
  return (
    <div className={styles.skeleton} aria-busy="true">
      <VisuallyHidden>{label}</VisuallyHidden>
      {Array.from({ length: lines }, (_nothing, index) => (
        // The lines are all alike and never move.
        <span
          key={index}
          className={styles.line}
          style={{ blockSize: lineHeight, inlineSize: `${90 - ((index * 17) % 40)}%` }}
        />
      ))}
    </div>
  )
}
