import { describe, expect, it } from 'vitest'
import type { HttpRequest } from '../../../../src/main/ports/http-client.port.ts'
import {
  createExportWorkbook,
  findExportWorkbook,
  readExportWorkbook
} from '../../../../src/main/sources/find-export-workbook.ts'
import { tableOfElement } from '../../../../src/main/sources/table-names.ts'
import type { Answer } from '../../../support/scripted-http-client.ts'
import { clientOf, errorOf } from '../../../support/sigma-client-fixture.ts'

interface Book {
  readonly name?: string
  readonly updatedAt?: string
  readonly isArchived?: boolean
  readonly elements: readonly object[] | Answer
  readonly controls?: Answer
}

const missing: Answer = { status: 404, json: { code: 'not_found' } }

function serverOf(books: Readonly<Record<string, Book>>) {
  return clientOf((request) => {
    const path = new URL(request.url).pathname.split('/').slice(3)
    const [id = '', rest] = path
    if (path.length === 0) {
      const entries = Object.entries(books).map(([workbookId, book]) => ({
        workbookId,
        name: workbookId,
        ...book,
        elements: undefined
      }))
      return { json: { entries, nextPage: null } }
    }
    const book = books[decodeURIComponent(id)]
    if (book === undefined) return missing
    if (rest === undefined) return { json: { workbookId: id, name: book.name ?? id } }
    if (rest === 'controls') return book.controls ?? missing
    return Array.isArray(book.elements)
      ? { json: { entries: book.elements, nextPage: null } }
      : (book.elements as Answer)
  })
}

const auditElement = { elementId: 'e1', name: 'AUDIT_LOGS', type: 'table' }
const inspected = (requests: readonly HttpRequest[]) =>
  requests.map((request) => /workbooks\/([^/]+)\/elements/.exec(request.url)?.[1]).filter((id) => id !== undefined)

describe('the table of an element', () => {
  it.each([
    ['AUDIT_LOGS', 'AUDIT_LOGS'],
    ['Audit Logs', 'AUDIT_LOGS'],
    ['audit-logs', 'AUDIT_LOGS'],
    ['AUDIT_LOG.SIGMA_SHARED.USERS', 'USERS'],
    ['SIGMA_SHARED / Scheduled Notifications', 'SCHEDULED_NOTIFICATIONS'],
    ['Logins per day', undefined],
    ['AUDIT_LOGS (2)', undefined],
    ['', undefined]
  ])('%s is %s', (name, table) => {
    expect(tableOfElement(name)).toBe(table)
  })
})

describe('finding the export workbook', () => {
  it('finds the one with an AUDIT_LOGS element, and names its tables', async () => {
    const { client } = serverOf({
      sales: { elements: [{ elementId: 'x', name: 'Users', type: 'table' }] },
      logs: {
        name: 'Ours',
        elements: [auditElement, { elementId: 'e2', name: 'Users', type: 'table' }, { elementId: 'e3', name: 'Chart' }]
      }
    })
    expect(await findExportWorkbook(client)).toEqual({
      workbookId: 'logs',
      workbookName: 'Ours',
      elements: [
        { elementId: 'e1', name: 'AUDIT_LOGS' },
        { elementId: 'e2', name: 'USERS' }
      ]
    })
  })

  it('looks at likely names first, then at the newest, and stops when it has one', async () => {
    const books: Record<string, Book> = { 'Audit overview': { elements: [auditElement] } }
    for (let number = 0; number < 20; number += 1)
      books[`book${number}`] = { elements: [], updatedAt: `2026-01-${number + 10}` }
    const { client, http } = serverOf(books)
    expect((await findExportWorkbook(client))?.workbookId).toBe('Audit overview')
    expect(inspected(http.requests)).toEqual(['Audit%20overview', 'book19', 'book18', 'book17'])
  })

  it('passes over workbooks that cannot be opened or are archived', async () => {
    const { client, http } = serverOf({
      'audit locked': { elements: { status: 403, json: {} } },
      'audit gone': { elements: missing },
      'audit broken': { elements: { text: '<html>' } },
      'audit old': { isArchived: true, elements: [auditElement] },
      good: { elements: [auditElement] }
    })
    expect((await findExportWorkbook(client))?.workbookId).toBe('good')
    expect(inspected(http.requests)).not.toContain('audit%20old')
  })

  it('does not take a refused credential for a missing workbook', async () => {
    const { client } = serverOf({ audit: { elements: { status: 401 } } })
    expect((await errorOf(findExportWorkbook(client))).code).toBe('credential-refused')
  })

  it('finds none where there is none', async () => {
    expect(await findExportWorkbook(serverOf({ a: { elements: [] } }).client)).toBeUndefined()
    expect(await findExportWorkbook(serverOf({}).client)).toBeUndefined()
  })

  it('prefers the table to a chart of the same name, and leaves out elements in error', async () => {
    const elements = [
      { elementId: 'chart', name: 'AUDIT_LOGS', type: 'visualization' },
      { elementId: 'table', name: 'Audit Logs', type: 'table' },
      { elementId: 'bad', name: 'TEAMS', type: 'table', error: 'source is gone' }
    ]
    expect((await findExportWorkbook(serverOf({ a: { elements } }).client))?.elements).toEqual([
      { elementId: 'table', name: 'AUDIT_LOGS' }
    ])
  })

  it('uses its own time control only, whatever other date controls there are', async () => {
    const own = { json: { entries: [{ name: 'Vigil-Time-Range', valueType: 'date-range' }], nextPage: null } }
    const other = { json: [{ name: 'Created', valueType: 'date-range' }] }
    const both = (controls: Answer) =>
      serverOf({ a: { elements: [auditElement, { elementId: 'u', name: 'USERS' }], controls } }).client
    expect((await findExportWorkbook(both(own)))?.elements).toEqual([
      { elementId: 'e1', name: 'AUDIT_LOGS', timeControlId: 'Vigil-Time-Range' },
      { elementId: 'u', name: 'USERS' }
    ])
    expect((await findExportWorkbook(both(other)))?.elements[0]).toEqual({ elementId: 'e1', name: 'AUDIT_LOGS' })
  })
})

describe('reading a chosen workbook', () => {
  it('says not-found for one that is not there, and undefined for one without the table', async () => {
    const { client } = serverOf({ a: { elements: [] } })
    expect((await errorOf(readExportWorkbook(client, 'zzz'))).code).toBe('not-found')
    expect(await readExportWorkbook(client, 'a')).toBeUndefined()
  })
})

describe('creating the export workbook', () => {
  const columns = [
    { name: 'EVENT_ID', type: 'text' },
    { name: 'REQUEST_TIME', type: 'datetime' },
    { name: 'OLD', type: 'text', visibility: 'removed' }
  ]
  const made = { json: { workbookId: 'new', name: 'n' } }
  const refused: Answer = { status: 400, json: { code: 'invalid_request', message: 'no' } }
  const paths = [
    ['AUDIT_LOG'],
    ['AUDIT_LOG', 'PUBLIC'],
    ['AUDIT_LOG', 'PUBLIC', 'AUDIT_LOGS'],
    ['AUDIT_LOG', 'SIGMA_SHARED', 'USERS'],
    ['AUDIT_LOG', 'X', 'OTHER']
  ]

  function sigma(create: (request: HttpRequest) => Answer, elements: readonly object[] = [auditElement]) {
    return clientOf((request) => {
      const path = new URL(request.url).pathname
      if (path === '/v2/whoami') return { json: { userId: 'u1', organizationId: 'o1' } }
      if (path === '/v2/members/u1') return { json: { memberId: 'u1', homeFolderId: 'folder-1' } }
      if (path.endsWith('/lookup'))
        return { json: { kind: 'table', inodeId: JSON.parse(request.body ?? '').path.at(-1) } }
      if (path.startsWith('/v2/connections/tables/')) return { json: { entries: columns } }
      if (request.method === 'POST') return create(request)
      if (path.endsWith('/elements')) return { json: { entries: elements } }
      if (path.endsWith('/controls')) return { json: [{ name: 'Vigil-Time-Range' }] }
      return { json: { workbookId: 'new', name: 'Vigil audit log export' } }
    })
  }
  const posted = (requests: readonly HttpRequest[]) =>
    requests
      .filter((request) => request.method === 'POST' && request.url.includes('/workbooks'))
      .map((request) => ({ path: new URL(request.url).pathname, body: JSON.parse(request.body ?? '') }))

  it('makes one element for each known table, with a date range on the time, in the home folder', async () => {
    const { client, http } = sigma(() => made)
    const book = await createExportWorkbook(client, 'conn-1', paths)
    expect(book).toEqual({
      workbookId: 'new',
      workbookName: 'Vigil audit log export',
      elements: [{ elementId: 'e1', name: 'AUDIT_LOGS', timeControlId: 'Vigil-Time-Range' }]
    })
    const [{ path, body } = { path: '', body: undefined }] = posted(http.calls)
    expect(path).toBe('/v2/workbooks/spec')
    expect(body).toMatchObject({
      name: 'Vigil audit log export',
      folderId: 'folder-1',
      document: { schemaVersion: 1, kind: 'workbook' }
    })
    const [control, audit, users] = body.document.elements
    expect(audit).toMatchObject({
      kind: 'table',
      name: 'AUDIT_LOGS',
      source: { kind: 'warehouse-table', connectionId: 'conn-1', path: ['AUDIT_LOG', 'PUBLIC', 'AUDIT_LOGS'] }
    })
    expect(audit.columns.map((column: { formula: string }) => column.formula)).toEqual([
      '[AUDIT_LOGS/EVENT_ID]',
      '[AUDIT_LOGS/REQUEST_TIME]'
    ])
    expect(users.name).toBe('USERS')
    expect(body.document.elements).toHaveLength(3)
    expect(control).toMatchObject({
      kind: 'control',
      controlType: 'date-range',
      controlId: 'Vigil-Time-Range',
      mode: 'between'
    })
    expect(control.filters).toEqual([{ source: { kind: 'table', elementId: audit.id }, columnId: audit.columns[1].id }])
    for (const element of body.document.elements) expect(body.document.layout).toContain(`elementId="${element.id}"`)
    expect(body.document.pages[0].elements).toBeUndefined()
    expect(body.document.layout).toContain(`id="${body.document.pages[0].id}"`)
  })

  it('falls back to the flat form when the wrapped one is refused', async () => {
    const { client, http } = sigma((request) => ((request.body ?? '').includes('"document"') ? refused : made))
    await createExportWorkbook(client, 'conn-1', paths)
    const [, flat] = posted(http.calls)
    expect(flat?.path).toBe('/v2/workbooks/spec')
    expect(flat?.body).toMatchObject({ name: 'Vigil audit log export', folderId: 'folder-1', schemaVersion: 1 })
    expect(flat?.body.pages[0].elements).toHaveLength(3)
  })

  it('falls back to a workbook with contents where there is no spec address', async () => {
    const { client, http } = sigma((request) => (request.url.endsWith('/spec') ? missing : made))
    await createExportWorkbook(client, 'conn-1', paths)
    expect(posted(http.calls).map((one) => one.path)).toEqual([
      '/v2/workbooks/spec',
      '/v2/workbooks/spec',
      '/v2/workbooks'
    ])
    expect(posted(http.calls)[2]?.body.contents.elements).toHaveLength(3)
  })

  it('says not-supported where no way exists, and where the content was ignored', async () => {
    expect((await errorOf(createExportWorkbook(sigma(() => missing).client, 'conn-1', paths))).code).toBe(
      'not-supported'
    )
    const ignored = await errorOf(createExportWorkbook(sigma(() => made, []).client, 'conn-1', paths))
    expect(ignored.code).toBe('not-supported')
    expect(ignored.params.workbookId).toBe('new')
  })

  it('says why when every form is refused', async () => {
    const error = await errorOf(createExportWorkbook(sigma(() => refused).client, 'conn-1', paths))
    expect(error.code).toBe('invalid-input')
    expect(error.params.message).toBe('no')
  })

  it('asks once, and in no other way, when it is unknown whether a workbook was made', async () => {
    const { client, http } = sigma(() => ({ status: 502 }))
    expect((await errorOf(createExportWorkbook(client, 'conn-1', paths))).code).toBe('server-fault')
    expect(posted(http.calls)).toHaveLength(1)
  })

  it('makes nothing without AUDIT_LOGS among the paths', async () => {
    const { client, http } = sigma(() => made)
    const error = await errorOf(createExportWorkbook(client, 'conn-1', [['D', 'SIGMA_SHARED', 'USERS']]))
    expect(error.code).toBe('not-found')
    expect(posted(http.calls)).toHaveLength(0)
  })

  it('uses the folder that it is given', async () => {
    const { client, http } = sigma(() => made)
    await createExportWorkbook(client, 'conn-1', paths, { folderId: 'f9', name: 'Mine' })
    expect(posted(http.calls)[0]?.body).toMatchObject({ folderId: 'f9', name: 'Mine' })
    expect(http.calls.some((call) => call.url.endsWith('/whoami'))).toBe(false)
  })
})
