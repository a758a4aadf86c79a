import type { Person } from '../../../../shared/contract/directory.ts'
import { marksOfPerson, presentMemberships, tallyOf, wordsOfPersonMark } from '../../lib/member-words.ts'
import { Chips } from '../../ui/chips.tsx'
import type { ListColumn } from '../../ui/list-grid/list-columns.tsx'
import { MemberMarks } from '../../ui/member-marks.tsx'
import styles from './people.module.css'

const marksOf = (person: Person) =>
  marksOfPerson(person).map((one) => ({ mark: one.mark, word: wordsOfPersonMark(one) }))

const organizationsOf = (person: Person): readonly string[] => [
  ...new Set(presentMemberships(person).map((one) => one.organizationName))
]

const accountTypesOf = (person: Person) => tallyOf(presentMemberships(person).map((one) => one.accountType))

const teamsOf = (person: Person) => tallyOf(presentMemberships(person).flatMap((one) => one.teams))

const joined = (names: readonly { readonly name: string; readonly count: number }[]): string =>
  names.map(({ name, count }) => (count === 1 ? name : `${name} ×${count}`)).join(', ')

/** What the list tells of a person. */
export const peopleColumns: readonly ListColumn<Person>[] = [
  { id: 'name', title: 'Person', widthPx: 190, text: (person) => person.name },
  { id: 'email', title: 'E-mail', widthPx: 240, text: (person) => person.email },
  {
    id: 'status',
    title: 'Status',
    widthPx: 240,
    text: (person) =>
      marksOf(person)
        .map(({ word }) => word)
        .join(', ') || 'Active',
    cell: (person) => {
      const marks = marksOf(person)
      return marks.length === 0 ? (
        <span className={styles.quiet}>Active</span>
      ) : (
        <span className={styles.marks}>
          <MemberMarks marks={marks} />
        </span>
      )
    }
  },
  {
    id: 'organizations',
    title: 'Organizations',
    widthPx: 240,
    text: (person) => organizationsOf(person).join(', '),
    cell: (person) => {
      const names = organizationsOf(person)
      return (
        <span title={names.join('\n')}>
          {names.length > 1 && <strong className={styles.count}>{names.length}</strong>}
          {names.join(', ')}
        </span>
      )
    }
  },
  {
    id: 'accountTypes',
    title: 'Account types',
    widthPx: 220,
    text: (person) => joined(accountTypesOf(person)),
    cell: (person) => <Chips items={accountTypesOf(person)} />
  },
  {
    id: 'teams',
    title: 'Teams',
    widthPx: 280,
    text: (person) => joined(teamsOf(person)),
    cell: (person) => {
      const teams = teamsOf(person)
      return teams.length === 0 ? <span className={styles.quiet}>None</span> : <Chips items={teams} />
    }
  }
]
