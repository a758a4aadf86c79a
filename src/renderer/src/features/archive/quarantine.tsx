import { ShieldCheck } from 'lucide-react'
import type { ReactElement } from 'react'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { formatCount, formatCountOf } from '../../lib/formats.ts'
import { useQuarantine } from '../../lib/import-queries.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { PlainTable } from '../../ui/plain-table.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './archive.module.css'
import { reasonWords } from './archive-words.ts'

interface QuarantineProps {
  readonly organizationId: OrganizationId
  /** Of one import only. */
  readonly importId: number | undefined
  readonly onAll: () => void
}

/** The lines that are no good row: where they stood, why, and how they begin. */
export function Quarantine({ organizationId, importId, onAll }: QuarantineProps): ReactElement {
  const quarantine = useQuarantine(organizationId, importId)
  const first = quarantine.data?.pages[0]
  const lines = quarantine.data?.pages.flatMap((page) => page.lines) ?? []
  return (
    <Section
      title="Quarantine"
      description={
        importId === undefined
          ? 'Lines of exports and files that are no good row. They are kept, so that nothing is lost unseen.'
          : 'Lines of one file.'
      }
      actions={
        <>
          {first === undefined ? null : <span className="vigil-muted">{formatCountOf(first.total, 'line')}</span>}
          {importId === undefined ? null : <Button onPress={onAll}>Show all</Button>}
        </>
      }
    >
      {quarantine.error !== null ? (
        <ErrorNotice
          activity="Reading the quarantine"
          error={quarantine.error}
          onRetry={() => void quarantine.refetch()}
        />
      ) : first === undefined ? (
        <Skeleton lines={3} lineHeight={28} label="Reading the quarantine" />
      ) : lines.length === 0 ? (
        <EmptyState icon={ShieldCheck} title="Nothing is in quarantine">
          Every line that was read is a row of the archive.
        </EmptyState>
      ) : (
        <PlainTable
          label="Lines in quarantine"
          columns={['File', 'Line', 'Reason', 'Begins with', 'When']}
          layout="section"
          footer={
            quarantine.hasNextPage ? (
              <div className={styles.more}>
                <Button
                  variant="quiet"
                  isPending={quarantine.isFetchingNextPage}
                  onPress={() => void quarantine.fetchNextPage()}
                >
                  Show older lines
                </Button>
              </div>
            ) : undefined
          }
        >
          {lines.map((line) => (
            <tr key={line.id}>
              <td>
                <bdi>{line.fileName ?? 'Export from Sigma'}</bdi>
              </td>
              <td data-nowrap="">{line.line === undefined ? '' : formatCount(line.line)}</td>
              <td>
                {reasonWords[line.reason]}
                {line.detail === undefined ? null : <div className="vigil-muted">{line.detail}</div>}
              </td>
              <td>
                <bdi className={styles.excerpt}>{line.excerpt}</bdi>
              </td>
              <td data-nowrap="">
                <RelativeTime atMs={line.atMs} />
              </td>
            </tr>
          ))}
        </PlainTable>
      )}
    </Section>
  )
}
