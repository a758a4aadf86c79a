import type { ReactElement } from 'react'
import { type BulkKind, bulkKinds, wordsOfBulk } from '../../lib/bulk-words.ts'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { Section } from '../../ui/section.tsx'
import styles from './bulk.module.css'

export interface ActionSectionProps {
  readonly kind: BulkKind | undefined
  readonly onChange: (kind: BulkKind) => void
}

/** Which act. */
export function ActionSection({ kind, onChange }: ActionSectionProps): ReactElement {
  return (
    <Section title="Action">
      <div className={styles.actions}>
        <RadioGroup
          label="Action"
          isLabelHidden
          value={kind}
          onChange={onChange}
          options={bulkKinds.map((value) => ({
            value,
            label: wordsOfBulk(value).name,
            description: wordsOfBulk(value).description
          }))}
        />
      </div>
    </Section>
  )
}
