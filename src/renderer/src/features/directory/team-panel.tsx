import { Star } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import type { Team } from '../../../../shared/contract/directory.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { useTeamMembers } from '../../lib/directory-queries.ts'
import { formatCountOf, formatDay } from '../../lib/formats.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import type { ListPanelProps } from '../../ui/list-grid/list-grid.tsx'
import { MemberMarks } from '../../ui/member-marks.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Tag } from '../../ui/tag.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './directory.module.css'
import { markItems } from './member-columns.tsx'

/** From this many on a search stands above the members. */
const searchableFrom = 12

/** "Public", "Private"; another word of Sigma's as it is. */
export function wordsOfVisibility(visibility: string | undefined): string {
  if (visibility === undefined) return 'Not told'
  return visibility === '' ? '' : `${visibility.charAt(0).toLocaleUpperCase()}${visibility.slice(1)}`
}

/** A team with its members. */
export function TeamPanel({
  organizationId,
  row: team,
  position,
  onClose
}: ListPanelProps<Team> & { readonly organizationId: OrganizationId }): ReactElement {
  return (
    <SidePanel title={team.name} position={position} onClose={onClose}>
      <KeyValueList
        isPlain
        items={[
          ...(team.description === undefined ? [] : [{ key: 'Description', value: team.description }]),
          { key: 'Visibility', value: wordsOfVisibility(team.visibility) },
          ...(team.createdAtMs === undefined ? [] : [{ key: 'Created', value: formatDay(team.createdAtMs) }]),
          ...(team.removedAtMs === undefined ? [] : [{ key: 'Not listed since', value: formatDay(team.removedAtMs) }])
        ]}
      />
      <Members key={team.teamId} organizationId={organizationId} team={team} />
    </SidePanel>
  )
}

function Members({
  organizationId,
  team
}: {
  readonly organizationId: OrganizationId
  readonly team: Team
}): ReactElement {
  const query = useTeamMembers(organizationId, team.teamId)
  const [text, setText] = useState('')
  const members = query.data ?? []
  const wanted = text.trim().toLocaleLowerCase()
  const found = members.filter(({ name, email }) => `${name} ${email}`.toLocaleLowerCase().includes(wanted))
  return (
    <div className={styles.block}>
      <h3>{query.isSuccess ? formatCountOf(members.length, 'member') : 'Members'}</h3>
      {query.isPending && <Skeleton lines={5} lineHeight={40} label="Reading the members" />}
      {query.isError && (
        <ErrorNotice activity="Reading the members" error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isSuccess && members.length === 0 && <p className={styles.quiet}>Nobody is in this team.</p>}
      {members.length >= searchableFrom && (
        <TextField
          label="Search members"
          isLabelHidden
          isSmall
          type="search"
          placeholder="Search members"
          value={text}
          onChange={setText}
        />
      )}
      {members.length > 0 && found.length === 0 && <p className={styles.quiet}>Nobody fits the search.</p>}
      {found.length > 0 && (
        <ul className={styles.entries}>
          {found.map((member) => (
            <li key={member.memberId} className={styles.entry}>
              <span className={styles.entryTitle}>
                <bdi>{member.name}</bdi>
                <span className={styles.marks}>
                  {member.isTeamAdmin && <Tag icon={Star}>Team admin</Tag>}
                  <MemberMarks marks={markItems(member)} />
                </span>
              </span>
              <span className={styles.note}>
                {member.email} · {member.accountType}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
