import { describe, expect, it } from 'vitest'
import { dayMs } from '../../../src/shared/kit/time.ts'
import { type Bench, exportRows, openBench } from './harness.ts'

const columns = [{ id: 'c-1', name: 'REQUEST_TIME', formula: '[AUDIT_LOGS/REQUEST_TIME]' }]
const control = {
  id: 'when',
  kind: 'control',
  controlType: 'date-range',
  controlId: 'When',
  filters: [{ source: { kind: 'table', elementId: 't-1' }, columnId: 'c-1' }]
}

async function parts(bench: Bench) {
  const connections = (await bench.call('GET', '/v2/connections')).json.entries as {
    connectionId: string
    isAuditLog: boolean
  }[]
  const connectionId = connections.find((connection) => connection.isAuditLog)?.connectionId
  const { userId } = (await bench.call('GET', '/v2/whoami')).json
  const folderId = (await bench.call('GET', `/v2/members/${String(userId)}`)).json.homeFolderId
  const table = {
    id: 't-1',
    kind: 'table',
    source: { kind: 'warehouse-table', connectionId, path: ['AUDIT_LOG', 'PUBLIC', 'AUDIT_LOGS'] },
    columns
  }
  return { folderId, table }
}

describe('a workbook made from a spec', () => {
  it.each(['flat list with a layout', 'elements within pages', 'older form without a document'])(
    'is made from %s and can be exported by time',
    async (form) => {
      const bench = await openBench({ backfilledHistoryMs: 2 * dayMs })
      const { folderId, table } = await parts(bench)
      const document =
        form === 'flat list with a layout'
          ? {
              schemaVersion: 1,
              kind: 'workbook',
              pages: [{ id: 'p-0' }, { id: 'p-1', name: 'Log' }],
              elements: [control, table],
              layout: '<Page id="p-1"><Element elementId="t-1"/></Page>'
            }
          : { schemaVersion: 1, pages: [{ id: 'p-1', name: 'Log', elements: [control, table] }] }
      const spec = { name: 'From a spec', folderId, ...(form.startsWith('older') ? document : { document }) }
      expect((await bench.call('POST', '/v2/workbooks/spec/verify', spec)).json).toEqual({ valid: true, errors: [] })
      const made = await bench.call('POST', '/v2/workbooks/spec', spec)
      expect(made.status).toBe(200)
      const workbookId = String(made.json.workbookId)
      const onPage = await bench.call('GET', `/v2/workbooks/${workbookId}/pages/p-1/elements`)
      expect(onPage.json.entries).toMatchObject([{ elementId: 't-1', name: 'AUDIT_LOGS', type: 'table' }])
      expect((await bench.call('GET', `/v2/workbooks/${workbookId}/controls`)).json.entries).toMatchObject([
        { name: 'When' }
      ])
      const min = new Date(bench.clock.nowMs() - dayMs / 2).toISOString()
      const rows = await exportRows(bench, { elementId: 't-1', parameters: { When: `min:${min}` } }, workbookId)
      expect(rows.length).toBeGreaterThan(50)
      expect(rows.every((row) => String(row.REQUEST_TIME) >= min)).toBe(true)
    }
  )

  it('is refused when it names what does not exist, and verify says so without making anything', async () => {
    const bench = await openBench({ backfilledHistoryMs: dayMs })
    const { folderId, table } = await parts(bench)
    const bad = { ...table, source: { ...table.source, path: ['AUDIT_LOG', 'PUBLIC', 'NOTHING'] } }
    const spec = { name: 'Bad', folderId, document: { pages: [{ id: 'p-1', elements: [bad] }] } }
    const before = (await bench.call('GET', '/v2/workbooks')).json.total
    expect((await bench.call('POST', '/v2/workbooks/spec', spec)).status).toBe(400)
    expect((await bench.call('POST', '/v2/workbooks/spec/verify', spec)).json).toMatchObject({ valid: false })
    expect((await bench.call('GET', '/v2/workbooks')).json.total).toBe(before)
  })
})
