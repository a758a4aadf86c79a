import { memo, type ReactElement } from 'react'
import type { Organization } from '../../../../shared/contract/organizations.ts'
import { formatAbsolute } from '../../lib/formats.ts'
import { wordsOfHealth } from '../../lib/organization-words.ts'
import { wordsOfSync } from '../../lib/sync-words.ts'
import { wordsOfVault } from '../../lib/vault-words.ts'
import { AuditLoggingTag } from '../../ui/audit-logging-tag.tsx'
import { ColorMark } from '../../ui/color-mark.tsx'
import { LabelTag } from '../../ui/label-tag.tsx'
import { toneIcons } from '../../ui/tag.tsx'
import styles from './fleet-cell.module.css'
import { fleetColumn } from './fleet-columns.ts'
import { type CellWords, wordsOfFreshness, wordsOfLeaving, wordsOfPending } from './fleet-words.ts'

export interface FleetCellProps {
  readonly organization: Organization
  readonly columnId: string
  readonly nowMs: number
  /** Whether the label stands beside the name, because it has no column of its own. */
  readonly hasLabelTag: boolean
}

/** One cell of the table. Drawn again only when its organization or the table's clock has changed. */
export const FleetCell = memo(function FleetCell(props: FleetCellProps): ReactElement | null {
  const { organization, columnId, nowMs, hasLabelTag } = props
  const column = fleetColumn(columnId)
  switch (columnId) {
    case 'name':
      return (
        <span className={styles.identity}>
          <ColorMark color={organization.color} />
          <span className={styles.name} title={organization.name} data-open-row="">
            {organization.name}
          </span>
          {hasLabelTag && <LabelTag label={organization.label} />}
        </span>
      )
    case 'label':
      return <LabelTag label={organization.label} />
    case 'health':
      return <Status hasIcon {...wordsOfHealth(organization.health)} />
    case 'auditLogging':
      return <AuditLoggingTag isInTable state={organization.auditLogging} />
    case 'freshness':
      return <Status {...wordsOfFreshness(organization, nowMs)} />
    case 'leavesSigma':
      return <Status {...wordsOfLeaving(organization, nowMs)} />
    case 'pending':
      return <Status {...wordsOfPending(organization)} />
    case 'credentials': {
      const { tag, tone, meaning } = wordsOfVault(organization.vault)
      return <Status hasIcon word={tag} tone={tone} meaning={meaning} />
    }
    case 'sync':
      return <Status hasIcon {...wordsOfSync(organization)} />
    default: {
      const atMs = column?.timeOf?.(organization)
      const words = column?.words(organization, nowMs) ?? ''
      if (atMs === undefined) return words === '' ? null : <span title={words}>{words}</span>
      return (
        <time dateTime={new Date(atMs).toISOString()} title={formatAbsolute(atMs)}>
          {words}
        </time>
      )
    }
  }
})

/** A status: icon, word and color. `hasIcon`: also where it says nothing of note, so that the words stand in line. */
function Status({
  word,
  tone,
  meaning,
  hasIcon = false
}: CellWords & { readonly hasIcon?: boolean }): ReactElement | null {
  if (word === '') return null
  const Icon = tone === 'neutral' && !hasIcon ? undefined : toneIcons[tone]
  return (
    <span className={styles.status} data-tone={tone} title={meaning}>
      {Icon && <Icon aria-hidden="true" size={12} />}
      <span className={styles.word}>{word}</span>
    </span>
  )
}
