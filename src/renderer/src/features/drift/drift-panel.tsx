import type { ReactElement } from 'react'
import { type BaselineValues, comparedKeys } from '../../../../shared/domain/settings-drift.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { formatCountOf } from '../../lib/formats.ts'
import { Button } from '../../ui/button.tsx'
import type { ListPanelProps } from '../../ui/list-grid/list-grid.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { CellDetails } from './cell-panel.tsx'
import styles from './drift.module.css'
import { nameOfCompared, textOfCell, wordOfCompared, wordsOfComparison } from './drift-words.ts'
import { comparedKeyOf } from './matrix-columns.tsx'
import type { DriftRow } from './use-drift.ts'

/** Beside the matrix: the setting that was opened, or what differs in the organization. */
export function DriftPanel({
  row,
  columnId,
  position,
  onClose,
  wanted,
  onApply
}: ListPanelProps<DriftRow> & {
  readonly wanted: BaselineValues | undefined
  /** Leads to the dry run for this organization; undefined while nothing is compared with. */
  readonly onApply: ((organizationId: OrganizationId) => void) | undefined
}): ReactElement {
  const compared = comparedKeyOf(columnId)
  const canApply = row.drift !== undefined && comparedKeys.some((key) => key !== 'auditLogging' && differs(row, key))
  return (
    <SidePanel
      title={compared === undefined ? row.organization.name : nameOfCompared(compared)}
      position={position}
      onClose={onClose}
    >
      {compared === undefined ? (
        <Differences row={row} wanted={wanted} />
      ) : (
        <CellDetails row={row} compared={compared} wanted={wanted} />
      )}
      {onApply !== undefined && canApply && (
        <div className={styles.block}>
          <Button onPress={() => onApply(row.organization.id)}>Apply baseline to this organization …</Button>
          <p className={styles.note}>Shows what would happen first. Nothing is changed before you confirm.</p>
        </div>
      )}
    </SidePanel>
  )
}

function differs(row: DriftRow, key: (typeof comparedKeys)[number]): boolean {
  const comparison = row.drift?.cells[key]
  return comparison === 'differs' || comparison === 'pending-differs'
}

function Differences({
  row,
  wanted
}: {
  readonly row: DriftRow
  readonly wanted: BaselineValues | undefined
}): ReactElement {
  const keys = comparedKeys.filter((key) => differs(row, key))
  return (
    <div className={styles.block}>
      <h3>{wanted === undefined ? 'Not compared yet' : formatCountOf(keys.length, 'difference')}</h3>
      {wanted !== undefined && keys.length === 0 && (
        <p className={styles.note}>Every setting that is known is as the baseline.</p>
      )}
      {keys.length > 0 && (
        <ul className={styles.rows}>
          {keys.map((key) => {
            const value = wanted?.[key]
            const comparison = row.drift?.cells[key]
            return (
              <li key={key} className={styles.row}>
                <span>{nameOfCompared(key)}</span>
                <span>
                  <strong>{textOfCell(row.cells[key])}</strong>{' '}
                  {value !== undefined && (
                    <span className={styles.note}>
                      {comparison === undefined ? '' : `${wordsOfComparison(comparison).word}: `}
                      {wordOfCompared(value)}
                    </span>
                  )}
                </span>
              </li>
            )
          })}
        </ul>
      )}
      <PlaceLink place={{ to: 'general-settings', organizationId: row.organization.id }}>
        Open General Settings
      </PlaceLink>
    </div>
  )
}
