import { Users } from 'lucide-react'
import { type ReactElement, useMemo, useState } from 'react'
import type { Team } from '../../../../shared/contract/directory.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { useTeams } from '../../lib/directory-queries.ts'
import { formatCount, formatCountOf } from '../../lib/formats.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { type ListColumn, useListColumns } from '../../ui/list-grid/list-columns.tsx'
import { ListGrid } from '../../ui/list-grid/list-grid.tsx'
import { Tag } from '../../ui/tag.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { Tool, Tools } from '../../ui/tools.tsx'
import styles from './directory.module.css'
import { DirectoryPage } from './directory-page.tsx'
import { dayColumn } from './member-columns.tsx'
import { TeamPanel, wordsOfVisibility } from './team-panel.tsx'

const keyOf = (team: Team): string => team.teamId

const columns: readonly ListColumn<Team>[] = [
  {
    id: 'name',
    title: 'Team',
    widthPx: 240,
    text: (team) => team.name,
    cell: (team) => (
      <span className={styles.marks}>
        {team.name}
        {team.removedAtMs !== undefined && <Tag>No longer listed</Tag>}
      </span>
    )
  },
  {
    id: 'members',
    title: 'Members',
    widthPx: 90,
    alignment: 'end',
    text: (team) => formatCount(team.memberCount)
  },
  { id: 'visibility', title: 'Visibility', widthPx: 110, text: (team) => wordsOfVisibility(team.visibility) },
  { id: 'description', title: 'Description', widthPx: 360, text: (team) => team.description ?? '' },
  dayColumn('created', 'Created', (team) => team.createdAtMs)
]

/** Administration > Teams: a team opens with its members. */
export function TeamsPage({ organizationId }: { readonly organizationId: OrganizationId }): ReactElement {
  const query = useTeams(organizationId)
  const [text, setText] = useState('')
  const teams = query.data?.teams
  const found = useMemo(() => {
    const wanted = text.trim().toLocaleLowerCase()
    return (teams ?? []).filter(({ name, description = '' }) =>
      `${name} ${description}`.toLocaleLowerCase().includes(wanted)
    )
  }, [teams, text])
  const listed = useListColumns('teams', columns)
  return (
    <DirectoryPage
      organizationId={organizationId}
      topic="teams"
      query={query}
      freshness={query.data?.freshness}
      keptCount={teams?.length}
      tools={
        <Tools
          end={
            <>
              <span aria-live="polite">{formatCountOf(found.length, 'team')}</span>
              {listed.chooser}
            </>
          }
        >
          <Tool size="wide">
            <TextField
              label="Search teams"
              isLabelHidden
              type="search"
              placeholder="Search teams"
              value={text}
              onChange={setText}
            />
          </Tool>
        </Tools>
      }
    >
      {found.length === 0 ? (
        <EmptyState icon={Users} title="No team found">
          No team fits the search.
        </EmptyState>
      ) : (
        <ListGrid
          label="Teams"
          rows={found}
          rowKey={keyOf}
          columns={listed}
          endWords={null}
          renderPanel={(props) => <TeamPanel organizationId={organizationId} {...props} />}
        />
      )}
    </DirectoryPage>
  )
}
