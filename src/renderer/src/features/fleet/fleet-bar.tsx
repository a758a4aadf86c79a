import { Layers, Pause, Play, RefreshCw, X } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import type { Organization } from '../../../../shared/contract/organizations.ts'
import { setFleetSelection } from '../../lib/fleet-selection.ts'
import { formatCount, formatCountOf } from '../../lib/formats.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import styles from './fleet-bar.module.css'
import { actable, type FleetAct, useFleetActs } from './use-fleet-acts.ts'

export interface FleetBarProps {
  /** Those that fit the filters. */
  readonly found: readonly Organization[]
  readonly total: number
  readonly selected: readonly Organization[]
  /** At the end of the line: how the table is arranged. */
  readonly children: ReactNode
}

/** The line over the table: what there is to see, or what is selected with what can be done with it. */
export function FleetBar({ found, total, selected, children }: FleetBarProps): ReactElement {
  const { running, run } = useFleetActs()
  const shown = new Set(found.map((one) => one.id))
  const hidden = selected.filter((one) => !shown.has(one.id)).length
  const act = (kind: FleetAct, icon: typeof Pause, label: string): ReactElement => (
    <Button
      variant="quiet"
      icon={icon}
      isPending={running === kind}
      isDisabled={(running !== undefined && running !== kind) || actable(selected, kind).length === 0}
      onPress={() => run(kind, selected)}
    >
      {label}
    </Button>
  )
  return (
    <div className={styles.bar} data-selected={selected.length > 0 || undefined}>
      <span className={styles.count} aria-live="polite">
        {selected.length === 0
          ? found.length === total
            ? formatCountOf(total, 'organization')
            : `${formatCount(found.length)} of ${formatCountOf(total, 'organization')}`
          : `${formatCount(selected.length)} selected${hidden === 0 ? '' : `, ${formatCount(hidden)} of them not shown`}`}
      </span>
      {selected.length > 0 && (
        <div role="toolbar" aria-label="Selected organizations" className={styles.acts}>
          {act('sync', RefreshCw, 'Read from Sigma now')}
          {act('pause', Pause, 'Pause')}
          {act('resume', Play, 'Resume')}
          <PlaceLink place={{ to: 'bulk' }} variant="secondary" icon={Layers}>
            Bulk actions…
          </PlaceLink>
          <IconButton label="Clear selection" icon={X} onPress={() => setFleetSelection([])} />
        </div>
      )}
      <div className={styles.end}>{children}</div>
    </div>
  )
}
