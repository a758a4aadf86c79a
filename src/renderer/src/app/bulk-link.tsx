import { ListChecks } from 'lucide-react'
import type { ReactElement } from 'react'
import { useRunningBulk } from '../lib/bulk-queries.ts'
import { countsOfRun, progressWords, wordsOfBulk } from '../lib/bulk-words.ts'
import { PlaceLink } from '../ui/place-link.tsx'
import { Spinner } from '../ui/spinner.tsx'
import styles from './sidebar.module.css'

/** The way to the bulk actions; while one runs, to its progress. */
export function BulkLink(): ReactElement {
  const run = useRunningBulk()
  if (run === undefined)
    return (
      <PlaceLink place={{ to: 'bulk' }} variant="bare" className={styles.navLink}>
        <ListChecks aria-hidden="true" size={16} />
        <span className={styles.navText}>Bulk actions</span>
      </PlaceLink>
    )
  const counts = countsOfRun(run)
  const { name } = wordsOfBulk(run.action.kind)
  return (
    <PlaceLink
      place={{ to: 'bulk', runId: run.runId }}
      variant="bare"
      className={styles.navLink}
      title={`${name}: ${progressWords(counts)}`}
    >
      <Spinner size={16} />
      <span className={styles.navText}>{name}</span>
      <span className={styles.progress}>
        {counts.all - counts.left}/{counts.all}
      </span>
    </PlaceLink>
  )
}
