import { dayMs, hourMs } from '../../../shared/kit/time.ts'
import { randomFrom } from './random.ts'
import type { ColumnType } from './warehouses.ts'
import type { World } from './world.ts'

interface SharedTable {
  readonly name: string
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[]
}

function columns(
  text: readonly string[],
  datetime: readonly string[],
  number: readonly string[] = [],
  boolean: readonly string[] = []
): SharedTable['columns'] {
  const typed = (names: readonly string[], type: ColumnType) => names.map((name) => ({ name, type }))
  return [
    ...typed(text, 'text'),
    ...typed(datetime, 'datetime'),
    ...typed(number, 'number'),
    ...typed(boolean, 'boolean')
  ]
}

/**
 * The tables of SIGMA_SHARED. The table names are attested; the column names are the sandbox's own, chosen to hold
 * what Sigma's material says is in each table.
 */
export const sharedTables: readonly SharedTable[] = [
  {
    name: 'USERS',
    columns: columns(
      ['USER_ID', 'EMAIL', 'FIRST_NAME', 'LAST_NAME', 'ACCOUNT_TYPE', 'USER_KIND'],
      ['CREATED_AT', 'UPDATED_AT'],
      [],
      ['IS_ARCHIVED']
    )
  },
  {
    name: 'TEAMS',
    columns: columns(
      ['TEAM_ID', 'NAME', 'DESCRIPTION', 'VISIBILITY'],
      ['CREATED_AT', 'UPDATED_AT'],
      ['MEMBER_COUNT'],
      ['IS_ARCHIVED']
    )
  },
  {
    name: 'CONNECTIONS',
    columns: columns(
      ['CONNECTION_ID', 'NAME', 'TYPE', 'CREATED_BY'],
      ['CREATED_AT', 'UPDATED_AT'],
      [],
      ['IS_SAMPLE', 'IS_ARCHIVED']
    )
  },
  {
    name: 'DOCUMENTS',
    columns: columns(
      ['DOCUMENT_ID', 'NAME', 'TYPE', 'PATH', 'OWNER_ID'],
      ['CREATED_AT', 'UPDATED_AT'],
      [],
      ['IS_ARCHIVED']
    )
  },
  {
    name: 'SCHEDULED_NOTIFICATIONS',
    columns: columns(
      [
        'NOTIFICATION_ID',
        'NAME',
        'DOCUMENT_ID',
        'DOCUMENT_NAME',
        'OWNER_EMAIL',
        'DESTINATION',
        'CRON',
        'TIMEZONE',
        'LAST_STATUS'
      ],
      ['LAST_RUN_AT', 'CREATED_AT'],
      [],
      ['IS_SUSPENDED']
    )
  },
  { name: 'SENDGRID_LOGS', columns: columns(['MESSAGE_ID', 'RECIPIENT', 'SUBJECT', 'EVENT', 'REASON'], ['EVENT_AT']) },
  {
    name: 'SUPPORT_CHATS',
    columns: columns(
      [
        'CHAT_ID',
        'USER_NAME',
        'USER_EMAIL',
        'TRANSCRIPT',
        'FEATURE_GROUP',
        'MAIN_QUESTION',
        'PROBLEM_STATEMENT',
        'PRODUCT_CLASSIFICATION',
        'SOLUTION'
      ],
      ['STARTED_AT']
    )
  },
  {
    name: 'COMMENTS',
    columns: columns(
      ['COMMENT_ID', 'DOCUMENT_ID', 'DOCUMENT_NAME', 'USER_EMAIL', 'TRANSCRIPT', 'ATTACHMENTS', 'MENTIONED_USERS'],
      ['CREATED_AT']
    )
  }
]

export type SharedRow = Readonly<Record<string, string | number | boolean | null>>

const remarks = [
  'Is the Oslo depot missing from this total?',
  'Looks right now, thank you.',
  'Kann jemand die Juli-Werte prüfen?',
  'Rounded to thousands on purpose.',
  '¿Falta la tienda de Bilbao?',
  'Please do not publish before the close.'
] as const
const chats = [
  {
    group: 'Exports',
    question: 'Why did my export stop?',
    problem: 'The weekly export was paused after the owner left',
    product: 'Scheduled exports',
    solution: 'Ownership was moved and the schedule resumed'
  },
  {
    group: 'Connections',
    question: 'How do I see a new schema?',
    problem: 'A schema made today is missing in the connection browser',
    product: 'Connections',
    solution: 'Sync the database from the connection browser'
  },
  {
    group: 'Permissions',
    question: 'Who can see this workbook?',
    problem: 'A guest could open a workbook',
    product: 'Sharing',
    solution: 'The team that holds the grant includes guests'
  }
] as const

/**
 * Rows of the tables that nothing else in the sandbox produces.
 * @param createdAtMs when the organization is made; the rows lie in the weeks before it
 */
export function makeSharedRows(world: World, createdAtMs: number): Readonly<Record<string, readonly SharedRow[]>> {
  const random = randomFrom('shared', world.seed)
  const at = (spanDays: number): string =>
    new Date(createdAtMs - Math.round(random.next() * spanDays * dayMs) - hourMs).toISOString()
  const person = () => random.pick(world.members)
  const times = <Row>(count: number, make: () => Row): Row[] => Array.from({ length: count }, make)
  return {
    SCHEDULED_NOTIFICATIONS: times(9, () => {
      const workbook = random.pick(world.workbooks)
      const isSuspended = random.chance(0.15)
      return {
        NOTIFICATION_ID: random.uuid(),
        NAME: `${workbook.name}, ${random.pick(['every Monday', 'every working day', 'first of the month'])}`,
        DOCUMENT_ID: workbook.workbookId,
        DOCUMENT_NAME: workbook.name,
        OWNER_EMAIL: person().email,
        DESTINATION: random.pick(['email', 'slack', 'google-sheets', 'cloud-storage']),
        CRON: random.pick(['0 7 * * 1', '30 6 * * 1-5', '0 5 1 * *']),
        TIMEZONE: random.pick(['Europe/Oslo', 'America/Chicago', 'Asia/Singapore']),
        LAST_STATUS: isSuspended ? 'SUSPENDED' : random.chance(0.9) ? 'SUCCESS' : 'FAILURE',
        LAST_RUN_AT: at(7),
        CREATED_AT: at(300),
        IS_SUSPENDED: isSuspended
      }
    }),
    SENDGRID_LOGS: times(120, () => {
      const isBounce = random.chance(0.04)
      return {
        MESSAGE_ID: random.uuid(),
        RECIPIENT: person().email,
        SUBJECT: `${random.pick(world.workbooks).name}: scheduled export`,
        EVENT: isBounce ? 'bounce' : random.pick(['delivered', 'delivered', 'delivered', 'open']),
        REASON: isBounce ? '550 mailbox unavailable' : null,
        EVENT_AT: at(30)
      }
    }),
    SUPPORT_CHATS: times(6, () => {
      const member = person()
      const chat = random.pick(chats)
      return {
        CHAT_ID: random.uuid(),
        USER_NAME: `${member.firstName} ${member.lastName}`,
        USER_EMAIL: member.email,
        TRANSCRIPT: `${member.firstName}: ${chat.question}\nSupport: ${chat.solution}.`,
        FEATURE_GROUP: chat.group,
        MAIN_QUESTION: chat.question,
        PROBLEM_STATEMENT: chat.problem,
        PRODUCT_CLASSIFICATION: chat.product,
        SOLUTION: chat.solution,
        STARTED_AT: at(90)
      }
    }),
    COMMENTS: times(24, () => {
      const workbook = random.pick(world.workbooks)
      return {
        COMMENT_ID: random.uuid(),
        DOCUMENT_ID: workbook.workbookId,
        DOCUMENT_NAME: workbook.name,
        USER_EMAIL: person().email,
        TRANSCRIPT: random.pick(remarks),
        ATTACHMENTS: random.chance(0.2) ? 'screenshot.png' : null,
        MENTIONED_USERS: random.chance(0.4) ? person().email : null,
        CREATED_AT: at(60)
      }
    })
  }
}
