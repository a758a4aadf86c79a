import { FolderOpen } from 'lucide-react'
import { type ReactElement, useMemo, useState } from 'react'
import { useAbout, useOpenDataFolder } from '../../lib/diagnostic-queries.ts'
import { formatCountOf } from '../../lib/formats.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { Page } from '../../ui/page.tsx'
import { Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './about-page.module.css'

/** Versions, where data lies, and whose work Vigil stands on. */
export function AboutPage(): ReactElement {
  const about = useAbout()
  const openFolder = useOpenDataFolder()
  const [filter, setFilter] = useState('')
  const facts = about.data
  const licences = useMemo(
    () =>
      (facts?.licences ?? []).filter((one) =>
        `${one.name} ${one.licence}`.toLowerCase().includes(filter.trim().toLowerCase())
      ),
    [facts, filter]
  )
  if (facts === undefined)
    return (
      <Page title="About Vigil">
        {about.isError ? (
          <ErrorNotice error={about.error} onRetry={() => void about.refetch()} />
        ) : (
          <Skeleton lines={6} lineHeight={24} />
        )}
      </Page>
    )
  const versions = `Vigil ${facts.version} (${facts.isPackaged ? 'installed' : 'from source'}), Electron ${facts.electron}, Chromium ${facts.chrome}, Node ${facts.node}, SQLite ${facts.sqlite}, ${facts.platform}`
  return (
    <Page
      title="About Vigil"
      description="A desktop console for people who look after several Sigma organizations. Vigil is not made by Sigma Computing."
    >
      <Section title="Versions" actions={<CopyButton text={versions} label="Copy the versions" />}>
        <KeyValueList
          items={[
            { key: 'Vigil', value: `${facts.version} (${facts.isPackaged ? 'installed' : 'from source'})` },
            { key: 'Electron', value: facts.electron },
            { key: 'Chromium', value: facts.chrome },
            { key: 'Node.js', value: facts.node },
            { key: 'SQLite', value: facts.sqlite },
            { key: 'System', value: facts.platform }
          ]}
        />
      </Section>
      <Section
        title="Files"
        description="What Vigil keeps on this computer. Client secrets are in the keychain, not here."
        actions={
          <Button icon={FolderOpen} onPress={() => openFolder.mutate()} isPending={openFolder.isPending}>
            Open the data folder
          </Button>
        }
      >
        <KeyValueList
          items={[
            { key: 'Data folder', value: <FilePath path={facts.dataFolder} label="Copy the data folder’s path" /> },
            { key: 'Log file', value: <FilePath path={facts.logFile} label="Copy the log file’s path" /> }
          ]}
        />
      </Section>
      {openFolder.isError && <ErrorNotice activity="Opening the data folder" error={openFolder.error} />}
      <Section
        title="Licences"
        description={`Vigil is free software under the MIT licence. It contains ${formatCountOf(facts.licences.length, 'other work')}.`}
      >
        <div className={styles.filter}>
          <TextField
            label="Filter licences"
            isLabelHidden
            isSmall
            type="search"
            placeholder="Filter by name or licence"
            value={filter}
            onChange={setFilter}
          />
        </div>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable with the keyboard */}
        <ul className={styles.licences} tabIndex={0} aria-label="Licences">
          {licences.map((one) => (
            <li key={`${one.name}@${one.version}`}>
              <span className={styles.name}>{one.name}</span>
              <span className="vigil-muted">{one.version}</span>
              <span className={styles.licence}>{one.licence}</span>
            </li>
          ))}
          {licences.length === 0 && <li className="vigil-muted">Nothing matches.</li>}
        </ul>
      </Section>
    </Page>
  )
}

function FilePath({ path, label }: { readonly path: string; readonly label: string }): ReactElement {
  return (
    <>
      <code>{path}</code>
      <CopyButton text={path} label={label} />
    </>
  )
}
