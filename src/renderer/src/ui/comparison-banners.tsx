import { WifiOff } from 'lucide-react'
import type { ReactElement } from 'react'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { formatCountOf } from '../lib/formats.ts'
import { useOrganizations } from '../lib/organization-queries.ts'
import { Banner } from './banner.tsx'
import styles from './comparison-banners.module.css'
import { RelativeTime } from './relative-time.tsx'

const namedUpTo = 3

function listOf(names: readonly string[]): string {
  const rest = names.length - namedUpTo
  return rest > 0 ? `${names.slice(0, namedUpTo).join(', ')} and ${rest} more` : names.join(', ')
}

/** For a page over all organizations: which of them are missing on it, and which are shown as they were some time ago. */
export function ComparisonBanners({
  what,
  unreadable
}: {
  /** What is missing or old, such as “The people”. */
  readonly what: string
  readonly unreadable: readonly OrganizationId[]
}): ReactElement {
  const organizations = useOrganizations().data ?? []
  const missing = organizations.filter((one) => unreadable.includes(one.id)).map((one) => one.name)
  const offline = organizations.filter((one) => one.health === 'offline')
  const oldestAtMs = offline.reduce<number | undefined>(
    (oldest, { lastReadAtMs }) =>
      lastReadAtMs === undefined ? oldest : Math.min(oldest ?? Number.POSITIVE_INFINITY, lastReadAtMs),
    undefined
  )
  return (
    <>
      {unreadable.length > 0 && (
        <Banner
          tone="bad"
          title={`${what} of ${formatCountOf(unreadable.length, 'organization')} could not be read and are missing here.`}
        >
          {missing.length > 0 && <>{listOf(missing)}. </>}Their files are damaged or written by a newer version of
          Vigil; each organization’s Overview says more.
        </Banner>
      )}
      {offline.length > 0 && (
        <p role="status" className={styles.offline}>
          <WifiOff aria-hidden="true" size={14} />
          <span>
            Sigma cannot be reached for{' '}
            {offline.length === organizations.length
              ? 'any organization'
              : `${formatCountOf(offline.length, 'organization')} (${listOf(offline.map((one) => one.name))})`}
            : shown as last read
            {oldestAtMs !== undefined && (
              <>
                , the oldest <RelativeTime atMs={oldestAtMs} />
              </>
            )}
            .
          </span>
        </p>
      )}
    </>
  )
}
