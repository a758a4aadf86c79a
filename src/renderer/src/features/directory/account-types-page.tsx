import { ShieldQuestionMark } from 'lucide-react'
import { type ReactElement, useMemo, useState } from 'react'
import type { AccountType } from '../../../../shared/contract/directory.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { useAccountTypes } from '../../lib/directory-queries.ts'
import { formatCount, formatCountOf, formatDay } from '../../lib/formats.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { type ListColumn, useListColumns } from '../../ui/list-grid/list-columns.tsx'
import { ListGrid, type ListPanelProps } from '../../ui/list-grid/list-grid.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Tag } from '../../ui/tag.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { Tool, Tools } from '../../ui/tools.tsx'
import styles from './directory.module.css'
import { DirectoryPage } from './directory-page.tsx'

const keyOf = (type: AccountType): string => type.accountTypeId
const kindOf = (type: AccountType): string => (type.isCustom ? 'Custom' : 'Default')

const columns: readonly ListColumn<AccountType>[] = [
  {
    id: 'name',
    title: 'Account type',
    widthPx: 220,
    text: (type) => type.name,
    cell: (type) => (
      <span className={styles.marks}>
        {type.name}
        {type.removedAtMs !== undefined && <Tag>No longer listed</Tag>}
      </span>
    )
  },
  { id: 'kind', title: 'Kind', widthPx: 90, text: kindOf },
  { id: 'members', title: 'Members', widthPx: 90, alignment: 'end', text: (type) => formatCount(type.memberCount) },
  {
    id: 'permissions',
    title: 'Permissions',
    widthPx: 110,
    alignment: 'end',
    text: (type) => formatCount(type.permissions.length)
  },
  { id: 'description', title: 'Description', widthPx: 420, text: (type) => type.description ?? '' }
]

/** Administration > Account Types: each opens with its permissions. */
export function AccountTypesPage({ organizationId }: { readonly organizationId: OrganizationId }): ReactElement {
  const query = useAccountTypes(organizationId)
  const [text, setText] = useState('')
  const types = query.data?.accountTypes
  const found = useMemo(() => {
    const wanted = text.trim().toLocaleLowerCase()
    return (types ?? []).filter(({ name, description = '', permissions }) =>
      [name, description, ...permissions.flatMap((one) => [one.permission, one.description])].some((part) =>
        part.toLocaleLowerCase().includes(wanted)
      )
    )
  }, [types, text])
  const listed = useListColumns('account-types', columns)
  return (
    <DirectoryPage
      organizationId={organizationId}
      topic="account-types"
      query={query}
      freshness={query.data?.freshness}
      keptCount={types?.length}
      tools={
        <Tools
          end={
            <>
              <span aria-live="polite">{formatCountOf(found.length, 'account type')}</span>
              {listed.chooser}
            </>
          }
        >
          <Tool size="wide">
            <TextField
              label="Search account types and permissions"
              isLabelHidden
              type="search"
              placeholder="Search name or permission"
              value={text}
              onChange={setText}
            />
          </Tool>
        </Tools>
      }
    >
      {found.length === 0 ? (
        <EmptyState icon={ShieldQuestionMark} title="No account type found">
          No account type has this in its name or permissions.
        </EmptyState>
      ) : (
        <ListGrid
          label="Account types"
          rows={found}
          rowKey={keyOf}
          columns={listed}
          endWords={null}
          renderPanel={(props) => <TypePanel organizationId={organizationId} {...props} />}
        />
      )}
    </DirectoryPage>
  )
}

function TypePanel({
  organizationId,
  row: type,
  position,
  onClose
}: ListPanelProps<AccountType> & { readonly organizationId: OrganizationId }): ReactElement {
  return (
    <SidePanel title={type.name} position={position} onClose={onClose}>
      <KeyValueList
        isPlain
        items={[
          ...(type.description === undefined ? [] : [{ key: 'Description', value: type.description }]),
          { key: 'Kind', value: type.isCustom ? 'Custom, made in this organization' : 'Default, made by Sigma' },
          {
            key: 'Members',
            value: (
              <span className="vigil-row">
                {formatCount(type.memberCount)}
                {type.memberCount > 0 && (
                  <PlaceLink place={{ to: 'users', organizationId, search: type.name }}>Show in Users</PlaceLink>
                )}
              </span>
            )
          },
          ...(type.removedAtMs === undefined ? [] : [{ key: 'Not listed since', value: formatDay(type.removedAtMs) }])
        ]}
      />
      <div className={styles.block}>
        <h3>{formatCountOf(type.permissions.length, 'permission')}</h3>
        {type.permissions.length === 0 ? (
          <p className={styles.quiet}>Sigma lists no permissions of this account type.</p>
        ) : (
          <ul className={styles.entries}>
            {type.permissions.map(({ permission, description }) => (
              <li key={permission} className={styles.entry}>
                <span className={styles.entryTitle}>{permission}</span>
                {description !== '' && <span className={styles.note}>{description}</span>}
              </li>
            ))}
          </ul>
        )}
      </div>
    </SidePanel>
  )
}
