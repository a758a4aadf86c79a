import { memo, type ReactElement, type ReactNode } from 'react'
import { formatAbsolute, formatCount } from '../../lib/formats.ts'
import { PlaceLink } from '../../ui/place-link.tsx'
import { type Tone, toneIcons } from '../../ui/tag.tsx'
import { type FleetTotals as Totals, leavesSoonMs } from './fleet-facts.ts'
import styles from './fleet-totals.module.css'
import { wordsOfLeaving } from './fleet-words.ts'

interface Fact {
  readonly key: string
  readonly value: ReactNode
  readonly tone?: Tone
}

/** What all organizations come to, whatever the filters show. */
export const FleetTotals = memo(function FleetTotals(props: {
  readonly totals: Totals
  readonly nowMs: number
}): ReactElement {
  const { totals, nowMs } = props
  const { counts, auditOn, pendingChanges, refusedChanges } = totals
  const facts: readonly Fact[] = [
    { key: 'Organizations', value: formatCount(counts.all) },
    {
      key: 'Need attention',
      value: formatCount(counts.attention),
      ...(counts.attention > 0 ? { tone: 'bad' as const } : {})
    },
    {
      key: 'Audit logging',
      value: `${formatCount(auditOn)} on, ${formatCount(counts['audit-off'])} off`
    },
    {
      key: 'Pending changes',
      value:
        refusedChanges === 0
          ? formatCount(pendingChanges)
          : `${formatCount(pendingChanges)}, ${formatCount(refusedChanges)} refused`,
      ...(refusedChanges > 0 ? { tone: 'bad' as const } : {})
    },
    { key: 'Next rows to leave Sigma', ...leaving(totals, nowMs) }
  ]
  return (
    <dl className={styles.totals} aria-label="Totals">
      {facts.map(({ key, value, tone }) => {
        const Icon = tone === undefined ? undefined : toneIcons[tone]
        return (
          <div key={key} className={styles.fact}>
            <dt>{key}</dt>
            <dd data-tone={tone}>
              {Icon && <Icon aria-hidden="true" size={14} />}
              <span className={styles.value}>{value}</span>
            </dd>
          </div>
        )
      })}
    </dl>
  )
})

function leaving({ nextToLeave }: Totals, nowMs: number): Omit<Fact, 'key'> {
  if (nextToLeave === undefined) return { value: 'None' }
  const { organization, atMs } = nextToLeave
  const { word, tone } = wordsOfLeaving(organization, nowMs)
  return {
    value: (
      <>
        <time dateTime={new Date(atMs).toISOString()} title={formatAbsolute(atMs)}>
          {word}
        </time>
        {', '}
        <PlaceLink place={{ to: 'overview', organizationId: organization.id }}>{organization.name}</PlaceLink>
      </>
    ),
    ...(atMs - nowMs < leavesSoonMs ? { tone } : {})
  }
}
