import { BookOpen, FilePlus2 } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { useCreateExportWorkbook, useExportWorkbooks, useSetExportWorkbook } from '../../lib/archive-queries.ts'
import { Button } from '../button.tsx'
import { Dialog } from '../dialog.tsx'
import { EmptyState } from '../empty-state.tsx'
import { ErrorNotice } from '../error-notice.tsx'
import { Skeleton } from '../skeleton.tsx'
import { TextField } from '../text-field.tsx'
import styles from './archived-rows.module.css'

interface ExportWorkbookChoiceProps {
  readonly organizationId: OrganizationId
}

/** Explains why a workbook is needed before rows can be read, and offers the two ways to one. */
export function ExportWorkbookChoice({ organizationId }: ExportWorkbookChoiceProps): ReactElement {
  const create = useCreateExportWorkbook()
  const [isPicking, setIsPicking] = useState(false)
  return (
    <div className={styles.state}>
      <EmptyState
        icon={BookOpen}
        title="Choose a workbook to read the rows through"
        action={
          <>
            <Button onPress={() => setIsPicking(true)}>Pick a workbook</Button>
            <Button
              variant="primary"
              icon={FilePlus2}
              isPending={create.isPending}
              onPress={() => {
                if (!create.isPending) create.mutate({ organizationId })
              }}
            >
              Create workbook in Sigma
            </Button>
          </>
        }
      >
        Sigma’s API does not return audit rows directly; it exports the tables of a workbook. Vigil can create a
        workbook over the audit connection, or use one that you have: in Sigma, open the audit connection, choose
        Explore, then Save As.
      </EmptyState>
      {create.error === null ? null : <ErrorNotice activity="Creating the workbook" error={create.error} />}
      <Dialog isOpen={isPicking} onOpenChange={setIsPicking} title="Pick a workbook">
        <WorkbookList organizationId={organizationId} onDone={() => setIsPicking(false)} />
      </Dialog>
    </div>
  )
}

/** Lists are drawn up to here; the search finds the others. */
const shownAtMost = 200

function WorkbookList({
  organizationId,
  onDone
}: {
  readonly organizationId: OrganizationId
  readonly onDone: () => void
}): ReactElement {
  const [search, setSearch] = useState('')
  const { data, error, refetch, isFetching } = useExportWorkbooks(organizationId, { isEnabled: true })
  const choose = useSetExportWorkbook()
  const words = search.toLocaleLowerCase().split(/\s+/)
  const found = (data ?? []).filter(({ name, path }) => {
    const text = `${name} ${path}`.toLocaleLowerCase()
    return words.every((word) => text.includes(word))
  })
  return (
    <>
      <p>It must have a table of the audit connection, such as AUDIT_LOGS. Vigil only reads it.</p>
      <TextField
        label="Search workbooks"
        isLabelHidden
        type="search"
        placeholder="Search workbooks"
        value={search}
        onChange={setSearch}
        isFocusedFirst
      />
      {error === null ? null : (
        <ErrorNotice
          activity="Reading the workbooks"
          error={error}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      )}
      {choose.error === null ? null : <ErrorNotice activity="Choosing the workbook" error={choose.error} />}
      {data === undefined && error === null ? (
        <Skeleton lines={6} lineHeight={28} label="Reading the workbooks" />
      ) : null}
      <ul className={styles.workbooks} aria-label="Workbooks">
        {found.slice(0, shownAtMost).map((workbook) => (
          <li key={workbook.workbookId} className={styles.workbook}>
            <span className={styles.workbookWords}>
              <span>{workbook.name}</span>
              <span className={styles.quiet}>{workbook.path}</span>
            </span>
            <Button
              aria-label={`Use ${workbook.name}`}
              isPending={choose.isPending && choose.variables?.workbookId === workbook.workbookId}
              isDisabled={choose.isPending}
              onPress={() => choose.mutate({ organizationId, workbookId: workbook.workbookId }, { onSuccess: onDone })}
            >
              Use
            </Button>
          </li>
        ))}
      </ul>
      {data !== undefined && found.length === 0 ? (
        <p className={styles.quiet}>
          {data.length === 0 ? 'Sigma lists no workbooks for these credentials.' : 'No workbook has this name.'}
        </p>
      ) : null}
      {found.length > shownAtMost ? (
        <p className={styles.quiet}>{`${found.length - shownAtMost} more: type to find them.`}</p>
      ) : null}
    </>
  )
}
