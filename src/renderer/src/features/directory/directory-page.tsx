import { Lock, Users } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import type { Freshness } from '../../../../shared/contract/primitives.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { useRefreshDirectory } from '../../lib/directory-queries.ts'
import { wordsOfError } from '../../lib/error-words.ts'
import { useOrganization } from '../../lib/organization-queries.ts'
import { Banner } from '../../ui/banner.tsx'
import { Breadcrumb } from '../../ui/breadcrumb.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { FreshnessLine } from '../../ui/freshness-line.tsx'
import { Page } from '../../ui/page.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { type Topic, wordsOfHidden, wordsOfTopic } from './directory-words.ts'

/** As much of a query as the page needs. */
export interface DirectoryQuery {
  readonly isPending: boolean
  readonly isError: boolean
  readonly isFetching: boolean
  readonly error: unknown
  readonly refetch: () => unknown
}

export interface DirectoryPageProps {
  readonly organizationId: OrganizationId
  readonly topic: Topic
  readonly query: DirectoryQuery
  /** Undefined until the answer is there. */
  readonly freshness: Freshness | undefined
  /** Entries that are kept, whatever the filter; undefined until that is known. */
  readonly keptCount: number | undefined
  /** Search and filters; shown once there is something to search. */
  readonly tools?: ReactNode
  /** The list itself, where there is one. */
  readonly children: ReactNode
}

/** A list of one organization's directory: its age, “Sync now”, and why it is empty or may be old. */
export function DirectoryPage(props: DirectoryPageProps): ReactElement {
  const { organizationId, topic, query, freshness, keptCount, tools, children } = props
  const refresh = useRefreshDirectory()
  const organization = useOrganization(organizationId)
  const words = wordsOfTopic(topic)
  const isEmpty = keptCount === 0
  const hidden = freshness?.lastError === undefined ? undefined : wordsOfHidden(topic, freshness.lastError.code)
  // What the page says in words of its own is not said twice.
  const { lastError: _said, ...age } = freshness ?? { isReading: false }
  return (
    <Page
      title={words.title}
      documentTitle={organization === undefined ? words.title : `${words.title} – ${organization.name}`}
      eyebrow={<Breadcrumb items={['Administration']} />}
      description={words.description}
      layout="full"
      actions={
        <FreshnessLine
          freshness={hidden === undefined ? freshness : age}
          isRefreshing={refresh.isPending}
          onRefresh={() => refresh.mutate(organizationId)}
          refreshLabel="Sync now"
        />
      }
    >
      {refresh.isError && <ErrorNotice activity="Reading from Sigma" error={refresh.error} />}
      {!isEmpty && hidden !== undefined && (
        <Banner tone="warning" title={hidden.title}>
          What was read before is still shown. {hidden.remedy}
        </Banner>
      )}
      {!isEmpty && keptCount !== undefined && tools}
      {query.isError && keptCount === undefined && (
        <ErrorNotice
          activity={`Reading ${words.what}`}
          error={query.error}
          onRetry={() => void query.refetch()}
          isRetrying={query.isFetching}
        />
      )}
      {query.isPending && <Skeleton lines={10} lineHeight={28} label={`Reading ${words.what}`} />}
      {isEmpty ? (
        <NothingKept organizationId={organizationId} topic={topic} freshness={freshness} hidden={hidden} />
      ) : (
        keptCount !== undefined && children
      )}
    </Page>
  )
}

function NothingKept({
  organizationId,
  topic,
  freshness,
  hidden
}: {
  readonly organizationId: OrganizationId
  readonly topic: Topic
  readonly freshness: Freshness | undefined
  readonly hidden: { readonly title: string; readonly remedy: string } | undefined
}): ReactElement {
  const words = wordsOfTopic(topic)
  if (hidden !== undefined)
    return (
      <EmptyState
        icon={Lock}
        title={hidden.title}
        action={
          freshness?.lastError?.code === 'not-permitted' && (
            <PlaceLink place={{ to: 'overview', organizationId }} variant="secondary">
              Credentials on Overview
            </PlaceLink>
          )
        }
      >
        {hidden.remedy}
      </EmptyState>
    )
  if (freshness?.readAtMs === undefined)
    return (
      <EmptyState icon={Users} title="Not read yet">
        {freshness?.lastError === undefined
          ? `${words.title} appear here as soon as Vigil has read them from Sigma.`
          : `${wordsOfError(freshness.lastError).title} ${wordsOfError(freshness.lastError).remedy}`}
      </EmptyState>
    )
  return (
    <EmptyState icon={Users} title={words.none}>
      {words.whyNone}
    </EmptyState>
  )
}
