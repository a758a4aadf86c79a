import type { Member } from '../../../../shared/contract/directory.ts'
import { formatAbsolute, formatDay } from '../../lib/formats.ts'
import { marksOfMember, wordsOfMark, wordsOfUserKind } from '../../lib/member-words.ts'
import { Chips } from '../../ui/chips.tsx'
import type { ListColumn } from '../../ui/list-grid/list-columns.tsx'
import { MemberMarks } from '../../ui/member-marks.tsx'
import styles from './directory.module.css'

/** The marks of a member with their words. */
export const markItems = (member: Member) =>
  marksOfMember(member).map((mark) => ({ mark, word: wordsOfMark(mark).word }))

/** A day for a cell of a list; the exact time when it is copied. */
export const dayColumn = <Row,>(
  id: string,
  title: string,
  atMs: (row: Row) => number | undefined
): ListColumn<Row> => ({
  id,
  title,
  widthPx: 120,
  text: (row) => {
    const time = atMs(row)
    return time === undefined ? '' : formatAbsolute(time)
  },
  cell: (row) => {
    const time = atMs(row)
    return time === undefined ? <span className={styles.quiet}>–</span> : formatDay(time)
  }
})

/** What the list of users tells of a member. */
export const memberColumns: readonly ListColumn<Member>[] = [
  { id: 'name', title: 'Name', widthPx: 190, text: (member) => member.name },
  { id: 'email', title: 'E-mail', widthPx: 240, text: (member) => member.email },
  {
    id: 'status',
    title: 'Status',
    widthPx: 200,
    text: (member) =>
      markItems(member)
        .map(({ word }) => word)
        .join(', ') || 'Active',
    cell: (member) => {
      const marks = markItems(member)
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
    id: 'accountType',
    title: 'Account type',
    widthPx: 140,
    text: (member) => member.accountType,
    cell: (member) => <Chips items={[{ name: member.accountType }]} />
  },
  {
    id: 'teams',
    title: 'Teams',
    widthPx: 260,
    text: (member) => member.teams.join(', '),
    cell: (member) =>
      member.teams.length === 0 ? (
        <span className={styles.quiet}>None</span>
      ) : (
        <Chips items={member.teams.map((name) => ({ name }))} />
      )
  },
  { id: 'kind', title: 'Kind', widthPx: 90, text: (member) => wordsOfUserKind(member.userKind) },
  dayColumn('since', 'Member since', (member) => member.createdAtMs)
]
