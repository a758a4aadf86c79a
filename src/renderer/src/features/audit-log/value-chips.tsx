import { X } from 'lucide-react'
import type { ReactElement } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { ValueChip } from '../../lib/event-view.ts'
import { friendlyName } from '../../ui/archived-rows/column-roles.ts'
import { Button } from '../../ui/button.tsx'
import styles from './audit-log.module.css'

interface ValueChipsProps {
  readonly chips: readonly ValueChip[]
  readonly onRemove: (chip: ValueChip) => void
  /** Wanted becomes left out, and the other way round. */
  readonly onTurn: (chip: ValueChip) => void
  readonly onClear: () => void
}

/** The values that rows must have or must not have; each can be turned round and taken away. */
export function ValueChips({ chips, onRemove, onTurn, onClear }: ValueChipsProps): ReactElement | null {
  if (chips.length === 0) return null
  return (
    <div className={styles.chips}>
      <ul aria-label="Values that rows must have or must not have">
        {chips.map((chip) => {
          const name = friendlyName(chip.column)
          const value = chip.text ?? 'no value'
          return (
            <li
              key={`${chip.column}\n${chip.text ?? ''}\n${chip.text === undefined}`}
              className={styles.chip}
              data-excluded={chip.isExcluded || undefined}
            >
              <AriaButton
                className={styles.chipWords ?? ''}
                aria-label={`${name} ${chip.isExcluded ? 'is not' : 'is'} ${value}. Turn round`}
                onPress={() => onTurn(chip)}
              >
                <span className={styles.chipName}>{name}</span> {chip.isExcluded ? 'is not' : 'is'}{' '}
                <bdi className={styles.chipValue}>{value}</bdi>
              </AriaButton>
              <AriaButton
                className={styles.chipRemove ?? ''}
                aria-label={`Remove ${name} ${value}`}
                onPress={() => onRemove(chip)}
              >
                <X aria-hidden="true" size={12} />
              </AriaButton>
            </li>
          )
        })}
      </ul>
      <Button variant="quiet" onPress={onClear}>
        Remove all
      </Button>
    </div>
  )
}
