import { FileUp, FolderSearch } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import type { StartedImports, WatchedFolder } from '../../../../shared/contract/imports.ts'
import { wordsOfError } from '../../lib/error-words.ts'
import { formatCountOf } from '../../lib/formats.ts'
import {
  useChooseImportFiles,
  useChooseWatchedFolder,
  useClearWatchedFolder,
  useWatchedFolder
} from '../../lib/import-queries.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Section, SettingRow } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Tag } from '../../ui/tag.tsx'
import styles from './archive.module.css'
import { ImportTable } from './import-table.tsx'
import { Quarantine } from './quarantine.tsx'
import type { ArchiveTableProps } from './state-section.tsx'

/** Files that are read into the archive: by choice, by drop, from a watched folder; and the lines that were no good row. */
export function ImportSection({ organizationId, path }: ArchiveTableProps): ReactElement {
  const choose = useChooseImportFiles()
  const [quarantineOf, setQuarantineOf] = useState<number | undefined>(undefined)
  const refused = choose.data?.outcome === 'started' ? choose.data.refused : []
  return (
    <>
      <Section title="Import files">
        <div className={styles.drop}>
          <p>Drop files anywhere on this window, or choose them.</p>
          <Button
            variant="primary"
            icon={FileUp}
            isPending={choose.isPending}
            onPress={() => choose.mutate({ organizationId, path: [...path] })}
          >
            Choose files …
          </Button>
          <p className="vigil-muted">
            CSV and JSON lines, also as .gz. Rows that are here already do not come in twice; lines that cannot be read
            go to quarantine, and nothing stops half-way.
          </p>
        </div>
      </Section>
      {choose.error === null ? null : <ErrorNotice activity="Importing the files" error={choose.error} />}
      <RefusedFiles refused={refused} />
      <ImportTable organizationId={organizationId} onShowQuarantine={setQuarantineOf} />
      <Folder organizationId={organizationId} path={path} />
      <Quarantine organizationId={organizationId} importId={quarantineOf} onAll={() => setQuarantineOf(undefined)} />
    </>
  )
}

/** Files that could not even be begun. */
export function RefusedFiles({ refused }: Pick<StartedImports, 'refused'>): ReactElement | null {
  if (refused.length === 0) return null
  return (
    <Banner tone="warning" title={`${formatCountOf(refused.length, 'file')} cannot be read`}>
      <ul className="vigil-bullets">
        {refused.map(({ fileName, error }) => {
          const words = wordsOfError(error)
          return (
            <li key={fileName}>
              <bdi>{fileName}</bdi>: {words.title} {words.remedy}
            </li>
          )
        })}
      </ul>
    </Banner>
  )
}

function Folder({ organizationId, path }: ArchiveTableProps): ReactElement {
  const folder = useWatchedFolder(organizationId)
  const choose = useChooseWatchedFolder()
  const clear = useClearWatchedFolder()
  const isWatching = folder.data !== undefined && folder.data.state !== 'none'
  const error = folder.error ?? choose.error ?? clear.error
  return (
    <Section
      title="Watched folder"
      description="Where a scheduled export writes its files: each new one is read as soon as it is whole."
    >
      {folder.data === undefined && folder.error === null ? (
        <Skeleton lines={1} lineHeight={28} label="Reading the watched folder" />
      ) : (
        <SettingRow
          title={
            folder.data === undefined || folder.data.state === 'none' ? 'No folder is watched' : folder.data.folderName
          }
          tag={folder.data === undefined ? undefined : <FolderTag folder={folder.data} />}
          description={folder.data === undefined ? undefined : <FolderWords folder={folder.data} />}
          control={
            <>
              {isWatching ? (
                <Button isPending={clear.isPending} onPress={() => clear.mutate({ organizationId })}>
                  Stop watching
                </Button>
              ) : null}
              <Button
                icon={FolderSearch}
                isPending={choose.isPending}
                onPress={() => choose.mutate({ organizationId, path: [...path] })}
              >
                {isWatching ? 'Watch another …' : 'Choose a folder …'}
              </Button>
            </>
          }
        >
          {error === null ? null : <ErrorNotice activity="Watching the folder" error={error} />}
        </SettingRow>
      )}
    </Section>
  )
}

function FolderTag({ folder }: { readonly folder: WatchedFolder }): ReactElement | null {
  switch (folder.state) {
    case 'none':
      return null
    case 'watching':
      return <Tag tone="good">Watching</Tag>
    case 'missing':
      return <Tag tone="warning">Not there</Tag>
    case 'not-readable':
      return <Tag tone="bad">Cannot be read</Tag>
  }
}

function FolderWords({ folder }: { readonly folder: WatchedFolder }): ReactElement {
  if (folder.state === 'none') return <>Files can be imported by hand at any time.</>
  const { state, files, filesSettling, lastLookAtMs } = folder
  return (
    <>
      {state === 'missing'
        ? 'The folder is not there, perhaps on a disk that is not connected. It is looked for again by itself. '
        : state === 'not-readable'
          ? 'This computer does not let Vigil read it. It is tried again by itself. '
          : `${formatCountOf(files, 'file')} in it${filesSettling > 0 ? `, ${filesSettling} still being written` : ''}. `}
      {lastLookAtMs === undefined ? null : (
        <>
          Looked at <RelativeTime atMs={lastLookAtMs} />.
        </>
      )}
    </>
  )
}
