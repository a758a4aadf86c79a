import type { ReactElement } from 'react'
import type { ComparedKey, SettingCell, SettingValueSeen } from '../../../../shared/contract/drift.ts'
import type { BaselineValues, CellComparison } from '../../../../shared/domain/settings-drift.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { reasonOfChange, wordsOfChange } from '../../lib/change-words.ts'
import { useSettingHistory } from '../../lib/drift-queries.ts'
import { wordsOfError } from '../../lib/error-words.ts'
import { formatAbsolute } from '../../lib/formats.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Tag } from '../../ui/tag.tsx'
import styles from './drift.module.css'
import { nameOfCompared, textOfCell, wordOfCompared, wordsOfComparison } from './drift-words.ts'
import type { DriftRow } from './use-drift.ts'

/** One setting of one organization: what it is, what it should be, what is on its way, and what it was. */
export function CellDetails({
  row,
  compared,
  wanted
}: {
  readonly row: DriftRow
  readonly compared: ComparedKey
  readonly wanted: BaselineValues | undefined
}): ReactElement {
  const cell = row.cells[compared]
  const comparison = row.drift?.cells[compared]
  const organizationId = row.organization.id
  const baseline = wanted?.[compared]
  return (
    <>
      <div className={styles.block}>
        <div className={styles.place}>
          <PlaceLink
            place={
              compared === 'auditLogging'
                ? { to: 'general-settings', organizationId, section: 'audit-logging' }
                : { to: 'general-settings', organizationId, setting: compared }
            }
          >
            {row.organization.name} – General Settings
          </PlaceLink>
        </div>
        <div className={styles.now}>
          <span className={styles.value}>{textOfCell(cell)}</span>
          {comparison !== undefined && <ComparisonTag comparison={comparison} />}
        </div>
        {cell?.unavailable !== undefined && <p className={styles.note}>{wordsOfUnavailable(cell.unavailable)}</p>}
      </div>
      <KeyValueList
        isPlain
        items={[
          { key: 'Baseline', value: baseline === undefined ? 'Any' : wordOfCompared(baseline) },
          ...(cell?.readAtMs === undefined ? [] : [{ key: 'Read', value: <RelativeTime atMs={cell.readAtMs} /> }]),
          ...(cell?.firstSeenAtMs === undefined
            ? []
            : [{ key: 'First seen so', value: formatAbsolute(cell.firstSeenAtMs) }]),
          ...(cell?.changedBy === undefined ? [] : [{ key: 'Changed by', value: `${cell.changedBy}, in Vigil` }])
        ]}
      />
      {cell?.pending !== undefined && <Pending pending={cell.pending} />}
      <History organizationId={organizationId} compared={compared} />
    </>
  )
}

function ComparisonTag({ comparison }: { readonly comparison: CellComparison }): ReactElement {
  const { word, tone, icon } = wordsOfComparison(comparison)
  return (
    <Tag tone={tone} {...(icon === undefined ? {} : { icon })}>
      {word}
    </Tag>
  )
}

function wordsOfUnavailable(error: NonNullable<SettingCell['unavailable']>): string {
  if (error.code === 'not-found' || error.code === 'not-supported')
    return 'Sigma does not offer this setting in this organization.'
  const { title, remedy } = wordsOfError(error)
  return `${title} ${remedy}`
}

function Pending({ pending }: { readonly pending: NonNullable<SettingCell['pending']> }): ReactElement {
  const { tag, tone } = wordsOfChange(pending)
  const reason = reasonOfChange(pending)
  return (
    <div className={styles.block}>
      <h3>Change on its way</h3>
      <div className={styles.now}>
        <span>{wordOfCompared(pending.value)}</span>
        <Tag tone={tone}>{tag}</Tag>
        <span className={styles.note}>
          made <RelativeTime atMs={pending.madeAtMs} />
        </span>
      </div>
      {reason !== undefined && <p className={styles.note}>{reason}</p>}
      <PlaceLink place={{ to: 'changes' }}>All changes</PlaceLink>
    </div>
  )
}

function History({
  organizationId,
  compared
}: {
  readonly organizationId: OrganizationId
  readonly compared: ComparedKey
}): ReactElement {
  const query = useSettingHistory(organizationId, compared)
  return (
    <div className={styles.block}>
      <h3>History</h3>
      {query.isPending && <Skeleton lines={3} lineHeight={36} label="Reading the history" />}
      {query.isError && (
        <ErrorNotice activity="Reading the history" error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isSuccess && query.data.length === 0 && (
        <p className={styles.note}>Vigil has seen no value of this setting yet.</p>
      )}
      {query.isSuccess && query.data.length > 0 && (
        <ol className={styles.history} aria-label={`History of ${nameOfCompared(compared)}`}>
          {query.data.map((seen, index) => (
            <Seen key={seen.firstSeenAtMs} seen={seen} isNow={index === 0} />
          ))}
        </ol>
      )}
    </div>
  )
}

function Seen({ seen, isNow }: { readonly seen: SettingValueSeen; readonly isNow: boolean }): ReactElement {
  return (
    <li className={styles.seen}>
      <div className={styles.seenValue}>{seen.value === undefined ? 'Not available' : wordOfCompared(seen.value)}</div>
      <div className={styles.note}>First seen {formatAbsolute(seen.firstSeenAtMs)}</div>
      <div className={styles.note}>
        {isNow ? 'Last seen' : 'Seen until'} {formatAbsolute(seen.lastSeenAtMs)}
      </div>
      {seen.changedBy !== undefined && <div className={styles.note}>Changed in Vigil by {seen.changedBy}</div>}
    </li>
  )
}
