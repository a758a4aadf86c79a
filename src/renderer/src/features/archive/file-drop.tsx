import { FileUp } from 'lucide-react'
import { type DragEvent, type ReactElement, type ReactNode, useRef, useState } from 'react'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { wordsOfError, wordsOfThrown } from '../../lib/error-words.ts'
import { formatCountOf } from '../../lib/formats.ts'
import { useImportDropped } from '../../lib/import-queries.ts'
import { useGo } from '../../lib/navigation.ts'
import { showToast } from '../../ui/toast-queue.ts'
import styles from './file-drop.module.css'

interface FileDropProps {
  readonly organizationId: OrganizationId
  readonly organizationName: string
  readonly className: string | undefined
  readonly children: ReactNode
}

const hasFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files')

/** Around the pages of an organization: files that are dropped there are imported into its archive. */
export function FileDrop({ organizationId, organizationName, className, children }: FileDropProps): ReactElement {
  const go = useGo()
  const drop = useImportDropped()
  const [isOver, setOver] = useState(false)
  // Each element on the way tells of an entry before the one that was left tells of its end.
  const depth = useRef(0)
  const onDrop = (event: DragEvent): void => {
    if (!hasFiles(event)) return
    event.preventDefault()
    depth.current = 0
    setOver(false)
    const files = [...event.dataTransfer.files]
    if (files.length === 0) return
    drop.mutate(
      { organizationId, files },
      {
        onSuccess: ({ imports, refused }) => {
          const [first] = refused
          if (first !== undefined)
            showToast({
              tone: 'warning',
              title: `${formatCountOf(refused.length, 'file')} cannot be read`,
              description: `${first.fileName}: ${wordsOfError(first.error).title}`
            })
          if (imports.length > 0) go({ to: 'archive', organizationId, section: 'import' })
        },
        onError: (error) => {
          const words = wordsOfThrown(error)
          showToast({ tone: 'bad', title: words.title, description: words.remedy })
        }
      }
    )
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Import › Choose files does the same by keyboard
    <div
      className={className}
      onDragEnter={(event) => {
        if (!hasFiles(event)) return
        depth.current += 1
        setOver(true)
      }}
      onDragLeave={(event) => {
        if (!hasFiles(event)) return
        depth.current -= 1
        if (depth.current <= 0) setOver(false)
      }}
      onDragOver={(event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
      }}
      onDrop={onDrop}
    >
      {children}
      {isOver ? (
        <div className={styles.over}>
          <FileUp aria-hidden="true" size={24} />
          Drop to import into the archive of {organizationName}
        </div>
      ) : null}
    </div>
  )
}
