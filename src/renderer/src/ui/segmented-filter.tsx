import type { ReactElement } from 'react'
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { formatCount } from '../lib/formats.ts'
import styles from './segmented-filter.module.css'

export interface Segment<Value extends string> {
  readonly value: Value
  readonly label: string
  /** How many it finds; undefined while that is not known. */
  readonly count?: number | undefined
}

export interface SegmentedFilterProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly onChange: (value: Value) => void
  readonly segments: readonly Segment<Value>[]
}

/** One of a few views of a list, all of them on view, each with the number of what it holds. */
export function SegmentedFilter<Value extends string>({
  label,
  value,
  onChange,
  segments
}: SegmentedFilterProps<Value>): ReactElement {
  return (
    <ToggleButtonGroup
      aria-label={label}
      className={styles.group ?? ''}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const [key] = keys
        if (key !== undefined) onChange(key as Value)
      }}
    >
      {segments.map((segment) => (
        <ToggleButton key={segment.value} id={segment.value} className={styles.segment ?? ''}>
          {segment.label}
          {segment.count !== undefined && <span className={styles.count}>{formatCount(segment.count)}</span>}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
