import { UserSearch } from 'lucide-react'
import { type ReactElement, useCallback, useMemo, useState } from 'react'
import type { Member, MemberStatus } from '../../../../shared/contract/directory.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { useMembers } from '../../lib/directory-queries.ts'
import { formatCountOf } from '../../lib/formats.ts'
import { memberStatusWords } from '../../lib/member-words.ts'
import { usePeopleCounts } from '../../lib/people-queries.ts'
import { useSettled } from '../../lib/use-settled.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useListColumns } from '../../ui/list-grid/list-columns.tsx'
import { ListGrid, type ListPanelProps } from '../../ui/list-grid/list-grid.tsx'
import { MemberFacts } from '../../ui/member-facts.tsx'
import { MemberMarks } from '../../ui/member-marks.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import { SegmentedFilter } from '../../ui/segmented-filter.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { Tool, Tools } from '../../ui/tools.tsx'
import styles from './directory.module.css'
import { DirectoryPage } from './directory-page.tsx'
import { markItems, memberColumns } from './member-columns.tsx'

const typingPauseMs = 150
const statuses: readonly MemberStatus[] = ['all', 'admins', 'inactive', 'guests', 'removed']
const keyOf = (member: Member): string => member.memberId

/**
 * Administration > Users.
 * @param search what is looked for at first
 */
export function UsersPage({
  organizationId,
  search = ''
}: {
  readonly organizationId: OrganizationId
  readonly search?: string | undefined
}): ReactElement {
  const [text, setText] = useState(search)
  const [status, setStatus] = useState<MemberStatus>('all')
  const settled = useSettled(text, typingPauseMs)
  const list = useMembers(organizationId, { text: settled, status })
  const counts = usePeopleCounts({ text: settled, status, organizationId }).data
  const pages = list.data?.pages
  const members = useMemo(
    () => [...new Map((pages ?? []).flatMap((page) => page.members.map((one) => [one.memberId, one]))).values()],
    [pages]
  )
  const columns = useListColumns('users', memberColumns)
  const { fetchNextPage } = list
  const load = useCallback(() => void fetchNextPage(), [fetchNextPage])
  const isFiltered = settled.trim() !== '' || status !== 'all'
  // With nothing kept there is nothing to filter; while a filter is set, that is not known from what it found.
  const keptCount = pages === undefined ? undefined : isFiltered ? Math.max(1, members.length) : members.length
  return (
    <DirectoryPage
      organizationId={organizationId}
      topic="users"
      query={list}
      freshness={pages?.[0]?.freshness}
      keptCount={keptCount}
      tools={
        <Tools
          end={
            <>
              <VisuallyHidden>
                <span aria-live="polite">{counts !== undefined && formatCountOf(counts[status], 'user')}</span>
              </VisuallyHidden>
              {columns.chooser}
            </>
          }
        >
          <Tool size="wide">
            <TextField
              label="Search users"
              isLabelHidden
              type="search"
              placeholder="Search users"
              maxLength={200}
              value={text}
              onChange={setText}
            />
          </Tool>
          <SegmentedFilter
            label="Status"
            value={status}
            onChange={setStatus}
            segments={statuses.map((value) => ({ value, label: memberStatusWords[value], count: counts?.[value] }))}
          />
        </Tools>
      }
    >
      {members.length === 0 ? (
        <EmptyState
          icon={UserSearch}
          title="Nobody found"
          action={
            <Button
              onPress={() => {
                setText('')
                setStatus('all')
              }}
            >
              Clear search and filters
            </Button>
          }
        >
          No user fits the search and the status.
        </EmptyState>
      ) : (
        <ListGrid
          label="Users"
          rows={members}
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
          renderPanel={(props) => <UserPanel {...props} />}
        />
      )}
    </DirectoryPage>
  )
}

function UserPanel({ row: member, position, onClose }: ListPanelProps<Member>): ReactElement {
  const marks = markItems(member)
  return (
    <SidePanel title={member.name} position={position} onClose={onClose}>
      <div className={styles.block}>
        <span className={styles.email}>
          <bdi>{member.email}</bdi>
          <CopyButton text={member.email} label="Copy the e-mail address" />
        </span>
        {marks.length > 0 && (
          <span className={styles.marks}>
            <MemberMarks marks={marks} />
          </span>
        )}
      </div>
      <MemberFacts member={member} />
      <PlaceLink place={{ to: 'people', search: member.email }}>In all organizations</PlaceLink>
    </SidePanel>
  )
}
