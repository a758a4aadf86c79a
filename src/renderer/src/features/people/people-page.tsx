import { Download, Users } from 'lucide-react'
import { type ReactElement, useCallback, useMemo, useState } from 'react'
import type { MemberStatus, Person } from '../../../../shared/contract/directory.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { formatCountOf } from '../../lib/formats.ts'
import { memberStatusWords } from '../../lib/member-words.ts'
import { useOrganizations } from '../../lib/organization-queries.ts'
import { type PeopleFilter, useExportPeople, usePeople, usePeopleCounts } from '../../lib/people-queries.ts'
import { useSettled } from '../../lib/use-settled.ts'
import { Button } from '../../ui/button.tsx'
import { ComboBox } from '../../ui/combo-box.tsx'
import { ComparisonBanners } from '../../ui/comparison-banners.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { useListColumns } from '../../ui/list-grid/list-columns.tsx'
import { ListGrid } from '../../ui/list-grid/list-grid.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Page } from '../../ui/page.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import { SegmentedFilter } from '../../ui/segmented-filter.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showToast } from '../../ui/toast-queue.ts'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { Tool, Tools } from '../../ui/tools.tsx'
import { peopleColumns } from './people-columns.tsx'
import { PersonPanel } from './person-panel.tsx'

const everyOrganization = 'all'
/** A search reads every organization's members: it waits until the person has stopped typing. */
const typingPauseMs = 200
const statuses: readonly MemberStatus[] = ['all', 'admins', 'inactive', 'guests', 'removed']
const keyOf = (person: Person): string => person.email

/**
 * Everybody in all organizations, found by name, e-mail address, account type or team.
 * @param search what is looked for at first
 */
export function PeoplePage({ search = '' }: { readonly search?: string | undefined }): ReactElement {
  const [text, setText] = useState(search)
  const [status, setStatus] = useState<MemberStatus>('all')
  const [chosen, setChosen] = useState<string>(everyOrganization)
  const filter: PeopleFilter = {
    text: useSettled(text, typingPauseMs),
    status,
    organizationId: chosen === everyOrganization ? undefined : (chosen as OrganizationId)
  }
  const organizations = useOrganizations().data
  const options = useMemo(
    () => [
      { value: everyOrganization, label: 'All organizations' },
      ...(organizations ?? []).map(({ id, name }) => ({ value: id as string, label: name }))
    ],
    [organizations]
  )
  const list = usePeople(filter)
  const counts = usePeopleCounts(filter).data
  const pages = list.data?.pages
  // someone whose address changed between two pages must not stand in the list twice
  const people = useMemo(
    () => [...new Map((pages ?? []).flatMap((page) => page.people.map((one) => [one.email, one]))).values()],
    [pages]
  )
  const columns = useListColumns('people', peopleColumns)
  const { fetchNextPage } = list
  const load = useCallback(() => void fetchNextPage(), [fetchNextPage])
  const isFiltered = filter.text.trim() !== '' || filter.organizationId !== undefined || status !== 'all'
  const clear = (): void => {
    setText('')
    setStatus('all')
    setChosen(everyOrganization)
  }
  return (
    <Page
      title="People"
      description="Everybody in all organizations, recognised by their e-mail address."
      layout="full"
      actions={<ExportButton filter={filter} isDisabled={people.length === 0} />}
    >
      <Tools
        end={
          <>
            <VisuallyHidden>
              <span aria-live="polite">
                {counts !== undefined && formatCountOf(counts[status], 'person', 'people')}
              </span>
            </VisuallyHidden>
            {columns.chooser}
          </>
        }
      >
        <Tool size="wide">
          <TextField
            label="Search people"
            isLabelHidden
            type="search"
            placeholder="Search people"
            maxLength={200}
            value={text}
            onChange={setText}
          />
        </Tool>
        <Tool>
          <ComboBox label="Organization" isLabelHidden value={chosen} onChange={setChosen} options={options} />
        </Tool>
        <SegmentedFilter
          label="Status"
          value={status}
          onChange={setStatus}
          segments={statuses.map((value) => ({ value, label: memberStatusWords[value], count: counts?.[value] }))}
        />
      </Tools>
      <ComparisonBanners what="The people" unreadable={pages?.[0]?.unreadable ?? []} />
      {list.isError && people.length === 0 && (
        <ErrorNotice
          activity="Reading the people"
          error={list.error}
          onRetry={() => void list.refetch()}
          isRetrying={list.isFetching}
        />
      )}
      {list.isPending && <Skeleton lines={10} lineHeight={28} label="Reading the people" />}
      {list.isSuccess && people.length === 0 && (
        <NoPeople isFiltered={isFiltered} hasOrganizations={organizations?.length !== 0} onClear={clear} />
      )}
      {people.length > 0 && (
        <ListGrid
          label="People"
          rows={people}
          rowKey={keyOf}
          columns={columns}
          totalCount={counts?.[status]}
          more={{
            hasMore: list.hasNextPage,
            isLoading: list.isFetchingNextPage,
            error: list.isFetchNextPageError ? list.error : null,
            load
          }}
          endWords={isFiltered ? 'Nobody else fits.' : 'That is everybody.'}
          renderPanel={(props) => <PersonPanel {...props} />}
        />
      )}
    </Page>
  )
}

function NoPeople({
  isFiltered,
  hasOrganizations,
  onClear
}: {
  readonly isFiltered: boolean
  readonly hasOrganizations: boolean
  readonly onClear: () => void
}): ReactElement {
  if (isFiltered)
    return (
      <EmptyState
        icon={Users}
        title="Nobody found"
        action={<Button onPress={onClear}>Clear search and filters</Button>}
      >
        Nobody fits the search, the organization and the status.
      </EmptyState>
    )
  return hasOrganizations ? (
    <EmptyState icon={Users} title="No people yet">
      Members appear here as soon as Vigil has read them from Sigma.
    </EmptyState>
  ) : (
    <EmptyState
      icon={Users}
      title="No people yet"
      action={
        <PlaceLink place={{ to: 'add-organization' }} variant="primary">
          Add organization
        </PlaceLink>
      }
    >
      Add an organization, and its members appear here.
    </EmptyState>
  )
}

function ExportButton({
  filter,
  isDisabled
}: {
  readonly filter: PeopleFilter
  readonly isDisabled: boolean
}): ReactElement {
  const exporting = useExportPeople()
  const save = (format: 'csv' | 'ndjson'): void =>
    exporting.mutate(
      { filter, format },
      {
        onSuccess: (answer) => {
          if (answer.outcome === 'saved')
            showToast({
              tone: 'good',
              title: 'People exported',
              description: `${formatCountOf(answer.entries, 'membership')} in ${answer.fileName}`
            })
        }
      }
    )
  return (
    <>
      {exporting.isError && <ErrorNotice activity="Exporting the people" error={exporting.error} />}
      <Menu
        label="Formats"
        trigger={
          <Button icon={Download} isPending={exporting.isPending} isDisabled={isDisabled}>
            Export
          </Button>
        }
        items={[
          {
            id: 'csv',
            label: 'CSV',
            description: 'A line a membership, for spreadsheets',
            onAction: () => save('csv')
          },
          { id: 'ndjson', label: 'NDJSON', description: 'One JSON object a membership', onAction: () => save('ndjson') }
        ]}
      />
    </>
  )
}
