import type { ReactElement } from 'react'
import type { Member } from '../../../shared/contract/directory.ts'
import { formatAbsolute, formatDay } from '../lib/formats.ts'
import { wordsOfUserKind } from '../lib/member-words.ts'
import { Chips } from './chips.tsx'
import { type KeyValue, KeyValueList } from './key-value-list.tsx'

const day = (atMs: number): ReactElement => (
  <time dateTime={new Date(atMs).toISOString()} title={formatAbsolute(atMs)}>
    {formatDay(atMs)}
  </time>
)

/** What Sigma tells of a member in one organization. */
export function MemberFacts({ member }: { readonly member: Member }): ReactElement {
  const items: (KeyValue | undefined)[] = [
    { key: 'Account type', value: <Chips items={[{ name: member.accountType }]} isWrapped /> },
    {
      key: 'Teams',
      value: member.teams.length === 0 ? 'None' : <Chips items={member.teams.map((name) => ({ name }))} isWrapped />
    },
    { key: 'Kind', value: wordsOfUserKind(member.userKind) },
    member.createdAtMs === undefined ? undefined : { key: 'Member since', value: day(member.createdAtMs) },
    member.updatedAtMs === undefined ? undefined : { key: 'Last changed', value: day(member.updatedAtMs) },
    member.isDeactivated ? { key: 'Sign-in', value: 'Deactivated by an Admin' } : undefined,
    member.isInactive ? { key: 'Sign-in (SCIM)', value: 'Made inactive by SCIM' } : undefined,
    member.removedAtMs === undefined ? undefined : { key: 'Not listed since', value: day(member.removedAtMs) }
  ]
  return <KeyValueList isPlain items={items.filter((item) => item !== undefined)} />
}
