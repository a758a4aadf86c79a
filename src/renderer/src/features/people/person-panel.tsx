import type { ReactElement } from 'react'
import type { Person } from '../../../../shared/contract/directory.ts'
import { formatCountOf } from '../../lib/formats.ts'
import { marksOfMember, marksOfPerson, wordsOfMark, wordsOfPersonMark } from '../../lib/member-words.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import type { ListPanelProps } from '../../ui/list-grid/list-grid.tsx'
import { MemberFacts } from '../../ui/member-facts.tsx'
import { MemberMarks } from '../../ui/member-marks.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import styles from './people.module.css'

/** A person with all their memberships: those that Sigma lists first. */
export function PersonPanel({ row: person, position, onClose }: ListPanelProps<Person>): ReactElement {
  const marks = marksOfPerson(person).map((one) => ({ mark: one.mark, word: wordsOfPersonMark(one) }))
  const memberships = person.memberships.toSorted(
    (left, right) =>
      Number(left.removedAtMs !== undefined) - Number(right.removedAtMs !== undefined) ||
      left.organizationName.localeCompare(right.organizationName)
  )
  return (
    <SidePanel title={person.name} position={position} onClose={onClose}>
      <div className="vigil-stack">
        <span className={styles.email}>
          <bdi>{person.email}</bdi>
          <CopyButton text={person.email} label="Copy the e-mail address" />
        </span>
        {marks.length > 0 && (
          <span className="vigil-row">
            <MemberMarks marks={marks} />
          </span>
        )}
      </div>
      <div className={styles.memberships}>
        <h3 className={styles.heading}>
          {formatCountOf(new Set(memberships.map((one) => one.organizationId)).size, 'organization')}
        </h3>
        {memberships.map((membership) => (
          <Membership key={`${membership.organizationId}/${membership.memberId}`} membership={membership} />
        ))}
      </div>
    </SidePanel>
  )
}

function Membership({ membership }: { readonly membership: Person['memberships'][number] }): ReactElement {
  const marks = marksOfMember(membership).map((mark) => ({ mark, word: wordsOfMark(mark).word }))
  return (
    <div
      role="group"
      className={styles.membership}
      aria-label={membership.organizationName}
      data-removed={membership.removedAtMs !== undefined || undefined}
    >
      <div className={styles.place}>
        <PlaceLink place={{ to: 'users', organizationId: membership.organizationId, search: membership.email }}>
          {membership.organizationName}
        </PlaceLink>
        {marks.length > 0 && (
          <span className={styles.marks}>
            <MemberMarks marks={marks} />
          </span>
        )}
      </div>
      <MemberFacts member={membership} />
    </div>
  )
}
