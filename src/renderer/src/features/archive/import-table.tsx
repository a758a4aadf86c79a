import { Files } from 'lucide-react'
import type { ReactElement } from 'react'
import type { ImportRecord } from '../../../../shared/contract/imports.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { wordsOfError } from '../../lib/error-words.ts'
import { formatBytes, formatCountOf, formatDuration } from '../../lib/formats.ts'
import { useCancelImport, useImports, useRetryImport } from '../../lib/import-queries.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { PlainTable } from '../../ui/plain-table.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Tag } from '../../ui/tag.tsx'
import styles from './archive.module.css'
import { importSentence, importTones } from './archive-words.ts'

interface ImportTableProps {
  readonly organizationId: OrganizationId
  readonly onShowQuarantine: (importId: number) => void
}

/** Every import with its result in a sentence. */
export function ImportTable({ organizationId, onShowQuarantine }: ImportTableProps): ReactElement {
  const imports = useImports(organizationId)
  const cancel = useCancelImport()
  const retry = useRetryImport()
  const all = imports.data?.pages.flatMap((page) => page.imports) ?? []
  const failed = cancel.error ?? retry.error
  return (
    <Section title="Imports" description="The newest first.">
      {failed === null ? null : <ErrorNotice activity="Importing" error={failed} />}
      {imports.error !== null ? (
        <ErrorNotice activity="Reading the imports" error={imports.error} onRetry={() => void imports.refetch()} />
      ) : imports.data === undefined ? (
        <Skeleton lines={3} lineHeight={28} label="Reading the imports" />
      ) : all.length === 0 ? (
        <EmptyState icon={Files} title="No file was imported yet">
          What each file brought is written down here.
        </EmptyState>
      ) : (
        <PlainTable
          label="Imported files"
          columns={['File', 'State', 'Result', 'When', 'Acts']}
          layout="section"
          footer={
            imports.hasNextPage ? (
              <div className={styles.more}>
                <Button
                  variant="quiet"
                  isPending={imports.isFetchingNextPage}
                  onPress={() => void imports.fetchNextPage()}
                >
                  Show older imports
                </Button>
              </div>
            ) : undefined
          }
        >
          {all.map((one) => {
            const { tone, words } = importTones[one.state]
            const target = { organizationId, importId: one.importId }
            const isGoingOn = one.state === 'waiting' || one.state === 'reading'
            return (
              <tr key={one.importId}>
                <td>
                  <bdi>{one.fileName}</bdi>
                  <div className="vigil-muted">{formatBytes(one.fileBytes)}</div>
                </td>
                <td data-nowrap="">
                  <Tag tone={tone}>{words}</Tag>
                </td>
                <td>
                  <Result record={one} />
                </td>
                <td data-nowrap="">
                  <RelativeTime atMs={one.finishedAtMs ?? one.startedAtMs ?? one.addedAtMs} />
                </td>
                <td data-nowrap="">
                  <span className={styles.acts}>
                    {isGoingOn ? (
                      <Button
                        variant="quiet"
                        aria-label={`Cancel the import of ${one.fileName}`}
                        onPress={() => cancel.mutate(target)}
                      >
                        Cancel
                      </Button>
                    ) : null}
                    {one.state === 'cancelled' || one.state === 'failed' ? (
                      <Button
                        variant="quiet"
                        aria-label={`Read ${one.fileName} again`}
                        onPress={() => retry.mutate(target)}
                      >
                        Read again
                      </Button>
                    ) : null}
                    {one.rowsQuarantined > 0 ? (
                      <Button
                        variant="quiet"
                        aria-label={`Show the quarantine of ${one.fileName}`}
                        onPress={() => onShowQuarantine(one.importId)}
                      >
                        Quarantine
                      </Button>
                    ) : null}
                  </span>
                </td>
              </tr>
            )
          })}
        </PlainTable>
      )}
    </Section>
  )
}

function Result({ record }: { readonly record: ImportRecord }): ReactElement {
  const { state, progress, fileBytes, error } = record
  if (state === 'reading' && progress !== undefined) {
    const { bytesRead, rowsRead, rowsPerSecond, msLeft } = progress
    const facts = [
      ...(rowsPerSecond === undefined ? [] : [`${formatCountOf(Math.round(rowsPerSecond), 'row')}/s`]),
      ...(msLeft === undefined ? [] : [`${formatDuration(msLeft)} left`])
    ]
    return (
      <ProgressBar
        label={formatCountOf(rowsRead, 'row')}
        value={fileBytes === 0 ? 1 : Math.min(1, bytesRead / fileBytes)}
        detail={facts.join(' · ')}
      />
    )
  }
  return (
    <>
      {importSentence(record)}
      {error === undefined ? null : (
        <div>
          {wordsOfError(error).title} {wordsOfError(error).remedy}
        </div>
      )}
    </>
  )
}
