import { type ReactElement, useState } from 'react'
import type { WaitingChange } from '../../../../shared/contract/changes.ts'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/section.tsx'
import { ChangeRow } from './change-row.tsx'
import styles from './changes-page.module.css'

/** A week offline can leave hundreds; this many are drawn at once. */
const changesPerStep = 100

export interface ChangeListProps {
  readonly title: string
  readonly description: string
  readonly changes: readonly WaitingChange[]
  readonly onDiscard: (waiting: WaitingChange) => void
}

/** Changes under a title; nothing where there are none. */
export function ChangeList({ title, description, changes, onDiscard }: ChangeListProps): ReactElement | null {
  const [steps, setSteps] = useState(1)
  if (changes.length === 0) return null
  const shown = changes.slice(0, steps * changesPerStep)
  const hidden = changes.length - shown.length
  return (
    <Section title={`${title} (${changes.length})`} description={description}>
      <ul aria-label={title}>
        {shown.map((waiting) => (
          <ChangeRow key={waiting.change.id} waiting={waiting} onDiscard={onDiscard} />
        ))}
      </ul>
      {hidden > 0 && (
        <div className={styles.more}>
          <Button onPress={() => setSteps(steps + 1)}>Show {Math.min(hidden, changesPerStep)} more</Button>
          <span className={styles.count}>{hidden} not shown</span>
        </div>
      )}
    </Section>
  )
}
