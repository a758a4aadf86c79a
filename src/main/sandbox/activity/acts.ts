import type { WorldMember } from '../world/people.ts'
import type { Random } from '../world/random.ts'
import type { World } from '../world/world.ts'
import type { AuditEvent } from './audit-columns.ts'

/** The part of an event that an act decides; the session adds who, from where and when. */
export type ActFields = Omit<Partial<AuditEvent>, 'timeMs' | 'EVENT_ID'> & {
  readonly EVENT_CATEGORY: string
  readonly EVENT_TYPE: string
}

/** One thing that happens in a session: what, and how long after the thing before it. */
export interface Act {
  readonly fields: ActFields
  readonly pauseMs: number
}

/** Who acts, in which world, with which luck. */
export interface ActContext {
  readonly world: World
  readonly member: WorldMember
  readonly random: Random
}

// Only LOGIN is an attested event type and only the categories of Sigma's list are attested; the other type names are
// the sandbox's own, in the same style.

function workbookFields(context: ActContext) {
  const workbook = context.random.pick(context.world.workbooks)
  const page = context.random.pick(workbook.pages)
  return {
    workbook,
    page,
    object: {
      OBJECT_ID: workbook.workbookId,
      OBJECT_TYPE: 'workbook',
      OBJECT_NAME: workbook.name,
      OBJECT_PATH: `${workbook.folder}/${workbook.name}`
    }
  }
}

function query({ world, random }: ActContext, view: ReturnType<typeof workbookFields>): ActFields {
  const element = random.pick(view.page.elements)
  const connection = world.connections.find((candidate) => candidate.name === view.workbook.connectionName)
  const isFailed = random.chance(0.015)
  return {
    EVENT_CATEGORY: 'QUERY_EXECUTIONS',
    EVENT_TYPE: 'EXECUTE_QUERY',
    EVENT_STATUS: isFailed ? 'FAILURE' : 'SUCCESS',
    ...(isFailed
      ? { EVENT_STATUS_REASON_CODE: random.pick(['WAREHOUSE_TIMEOUT', 'WAREHOUSE_ERROR']) }
      : { QUERY_ROW_COUNT: random.int(20_000) }),
    ...view.object,
    ELEMENT_ID: element.elementId,
    ELEMENT_NAME: element.name,
    ...(connection === undefined ? {} : { CONNECTION_ID: connection.connectionId, CONNECTION_NAME: connection.name }),
    QUERY_ID: random.uuid(),
    QUERY_DURATION_MS: isFailed ? 120_000 : 80 + Math.round(2_500 * random.next() ** 3)
  }
}

/** Opening a workbook: the view itself, then one query for each of a few elements. */
export function viewWorkbook(context: ActContext): Act[] {
  const { random } = context
  const view = workbookFields(context)
  const acts: Act[] = [
    {
      pauseMs: 2_000 + random.int(25_000),
      fields: { EVENT_CATEGORY: 'OBJECT_INTERACTION', EVENT_TYPE: 'VIEW_WORKBOOK', ...view.object }
    }
  ]
  const queries = 1 + random.int(4)
  for (let index = 0; index < queries; index += 1)
    acts.push({ pauseMs: 60 + random.int(500), fields: query(context, view) })
  return acts
}

/** Somebody changes a workbook, and may publish it. */
export function editWorkbook(context: ActContext): Act[] {
  const { random } = context
  const view = workbookFields(context)
  const acts: Act[] = [
    {
      pauseMs: 3_000 + random.int(20_000),
      fields: { EVENT_CATEGORY: 'OBJECT_INTERACTION', EVENT_TYPE: 'EDIT_WORKBOOK', ...view.object }
    },
    { pauseMs: 200 + random.int(900), fields: query(context, view) }
  ]
  if (random.chance(0.6)) {
    acts.push({
      pauseMs: 15_000 + random.int(60_000),
      fields: { EVENT_CATEGORY: 'OBJECT_INTERACTION', EVENT_TYPE: 'PUBLISH_WORKBOOK', ...view.object }
    })
  }
  if (random.chance(0.25)) {
    const target = random.pick(context.world.teams)
    acts.push({
      pauseMs: 5_000 + random.int(15_000),
      fields: {
        EVENT_CATEGORY: 'OBJECT_INTERACTION',
        EVENT_TYPE: 'SHARE_WORKBOOK',
        ...view.object,
        TEAM_ID: target.teamId,
        TEAM_NAME: target.name,
        GRANT_PERMISSION: random.pick(['view', 'explore', 'edit'])
      }
    })
  }
  return acts
}

/** Somebody exports an element. */
export function exportElement(context: ActContext): Act[] {
  const { random } = context
  const view = workbookFields(context)
  const element = random.pick(view.page.elements)
  const isFailed = random.chance(0.04)
  return [
    {
      pauseMs: 4_000 + random.int(20_000),
      fields: {
        EVENT_CATEGORY: 'EXPORTS',
        EVENT_TYPE: random.chance(0.7) ? 'DOWNLOAD_ELEMENT' : 'SEND_EXPORT',
        EVENT_STATUS: isFailed ? 'FAILURE' : 'SUCCESS',
        ...(isFailed ? { EVENT_STATUS_REASON_CODE: 'RECIPIENT_NOT_AUTHORIZED' } : {}),
        ...view.object,
        ELEMENT_ID: element.elementId,
        ELEMENT_NAME: element.name,
        EXPORT_FORMAT: random.pick(['csv', 'xlsx', 'pdf', 'png']),
        EXPORT_DESTINATION: random.pick(['download', 'email', 'slack', 'google-sheets']),
        QUERY_ROW_COUNT: random.int(9_000)
      }
    }
  ]
}

/** Somebody writes into an input table. */
export function inputTable(context: ActContext): Act[] {
  const { random } = context
  const view = workbookFields(context)
  const type = random.pick(['ADD_ROW', 'UPDATE_ROW', 'UPDATE_ROW', 'DELETE_ROW'])
  return [
    {
      pauseMs: 3_000 + random.int(12_000),
      fields: {
        EVENT_CATEGORY: 'INPUT_TABLES',
        EVENT_TYPE: type,
        ...view.object,
        ELEMENT_NAME: 'Comments by region',
        AFFECTED_ROW_COUNT: 1 + random.int(12),
        AFFECTED_COLUMN_COUNT: type === 'UPDATE_ROW' ? 1 + random.int(3) : 4
      }
    }
  ]
}

/** Somebody runs a stored procedure. */
export function storedProcedure({ world, random }: ActContext): Act[] {
  const connection = world.connections[0]
  return [
    {
      pauseMs: 2_000 + random.int(9_000),
      fields: {
        EVENT_CATEGORY: 'STORED_PROCEDURES',
        EVENT_TYPE: 'CALL_STORED_PROCEDURE',
        OBJECT_TYPE: 'stored-procedure',
        OBJECT_NAME: random.pick(['ANALYTICS.FINANCE.REBUILD_AGEING', 'ANALYTICS.SALES.RELEASE_ORDER']),
        ...(connection === undefined
          ? {}
          : { CONNECTION_ID: connection.connectionId, CONNECTION_NAME: connection.name }),
        QUERY_ID: random.uuid(),
        QUERY_DURATION_MS: 300 + random.int(9_000)
      }
    }
  ]
}

/** Somebody asks Sigma’s assistant. */
export function askSigma(context: ActContext): Act[] {
  const { random } = context
  const view = workbookFields(context)
  return [
    {
      pauseMs: 6_000 + random.int(20_000),
      fields: {
        EVENT_CATEGORY: 'AI_CONVERSATIONS',
        EVENT_TYPE: 'ASK_QUESTION',
        ...view.object,
        SESSION_ID: random.uuid()
      }
    },
    { pauseMs: 1_500 + random.int(4_000), fields: query(context, view) }
  ]
}

const apiCalls = [
  ['GET', '/v2/workbooks'],
  ['GET', '/v2/members'],
  ['GET', '/v2/connections'],
  ['GET', '/v2/connections/paths'],
  ['GET', '/v2/teams'],
  ['GET', '/v2/files']
] as const

/** What machines do: a run of API calls, paced like a crawler, now and then refused. */
export function callApi({ random }: ActContext): Act[] {
  const [method, path] = random.pick(apiCalls)
  const status = random.chance(0.03) ? random.pick([403, 429, 500]) : 200
  return [
    {
      pauseMs: 300 + random.int(1_800),
      fields: {
        EVENT_CATEGORY: 'PUBLIC_API',
        EVENT_TYPE: 'API_REQUEST',
        EVENT_STATUS: status === 200 ? 'SUCCESS' : 'FAILURE',
        ...(status === 200 ? {} : { EVENT_STATUS_REASON_CODE: `HTTP_${status}` }),
        API_METHOD: method,
        API_PATH: path,
        API_STATUS_CODE: status
      }
    }
  ]
}
