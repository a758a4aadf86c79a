import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { dayMs, hourMs, minuteMs } from '../../../src/shared/kit/time.ts'
import { activate, type Bench, exportRows, openBench } from './harness.ts'

async function start(bench: Bench, body: Record<string, unknown> = {}): Promise<string> {
  const { organization } = bench
  const answer = await bench.call('POST', `/v2/workbooks/${organization.workbookId}/export`, {
    elementId: organization.elementId,
    format: { type: 'csv' },
    ...body
  })
  expect(answer.status).toBe(200)
  return String(answer.json.queryId)
}

const iso = (atMs: number): string => new Date(atMs).toISOString().slice(0, 19)

describe('exports of the sandbox organization', () => {
  it('answer 404 while there is no audit connection', async () => {
    const { call, organization } = await openBench()
    const answer = await call('POST', `/v2/workbooks/${organization.workbookId}/export`, {
      elementId: organization.elementId,
      format: { type: 'csv' }
    })
    expect([answer.status, answer.json.code]).toEqual([404, 'not_found'])
  })

  it('answer 204 while they run, then the file, and 404 after an hour', async () => {
    const bench = await openBench({ backfilledHistoryMs: dayMs, exportRunMs: 3_000 })
    const queryId = await start(bench)
    expect((await bench.call('GET', `/v2/query/${queryId}/download`)).status).toBe(204)
    bench.clock.advance(3_000)
    const file = await bench.call('GET', `/v2/query/${queryId}/download`)
    expect(file.status).toBe(200)
    expect(file.headers['content-type']).toContain('text/csv')
    expect(file.text.startsWith('EVENT_ID,REQUEST_TIME,')).toBe(true)
    bench.clock.advance(hourMs)
    expect((await bench.call('GET', `/v2/query/${queryId}/download`)).status).toBe(404)
  })

  it('hold the same rows in all three formats', async () => {
    const bench = await openBench({ backfilledHistoryMs: dayMs })
    const texts: string[] = []
    for (const type of ['csv', 'json', 'jsonl']) {
      texts.push(
        (await bench.call('GET', `/v2/query/${await start(bench, { format: { type }, rowLimit: 100 })}/download`)).text
      )
    }
    const [csv = '', json = '', jsonl = ''] = texts
    const fromJson = JSON.parse(json) as { EVENT_ID: string }[]
    expect(fromJson).toHaveLength(100)
    expect(
      jsonl
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { EVENT_ID: string }).EVENT_ID)
    ).toEqual(fromJson.map((row) => row.EVENT_ID))
    expect(csv.trimEnd().split('\n')).toHaveLength(101)
  })

  it('keep to the window of the date control, both ends included', async () => {
    const bench = await openBench({ backfilledHistoryMs: 3 * dayMs })
    const all = await exportRows(bench)
    const fromMs = bench.clock.nowMs() - 30 * hourMs
    const toMs = bench.clock.nowMs() - 10 * hourMs
    const rows = await exportRows(bench, { parameters: { 'Vigil-Time-Range': `min:${iso(fromMs)},max:${iso(toMs)}` } })
    const wanted = all.filter(
      (row) => Date.parse(String(row.REQUEST_TIME)) >= fromMs && Date.parse(String(row.REQUEST_TIME)) <= toMs
    )
    expect(wanted.length).toBeGreaterThan(100)
    expect(rows.map((row) => row.EVENT_ID)).toEqual(wanted.map((row) => row.EVENT_ID))
  })

  it('refuse a control that is not there instead of handing out everything', async () => {
    const bench = await openBench({ backfilledHistoryMs: dayMs })
    await expect(exportRows(bench, { parameters: { 'other-control': 'min:2026-09-30' } })).rejects.toThrow(/400/)
  })

  it('can be read in slices with rowLimit and offset', async () => {
    const bench = await openBench({ backfilledHistoryMs: 2 * dayMs })
    const all = await exportRows(bench)
    const slices: unknown[] = []
    for (let offset = 0; offset < all.length; offset += 1_300)
      slices.push(...(await exportRows(bench, { rowLimit: 1_300, offset })))
    expect(slices.slice(0, all.length)).toEqual(all)
  })

  it('hold what was there when they began, however late they are read', async () => {
    const bench = await openBench({ backfilledHistoryMs: dayMs })
    const queryId = await start(bench, { format: { type: 'jsonl' } })
    const first = await bench.call('GET', `/v2/query/${queryId}/download`)
    bench.clock.advance(30 * minuteMs)
    await exportRows(bench)
    expect((await bench.call('GET', `/v2/query/${queryId}/download`)).text).toBe(first.text)
  })

  it('fail when the audit connection goes away in between', async () => {
    const bench = await openBench({ backfilledHistoryMs: dayMs })
    const queryId = await start(bench)
    await bench.call('PATCH', '/v2/organizations/settings/auditLogging', { enabled: false })
    bench.clock.advance(minuteMs)
    expect((await bench.call('GET', `/v2/query/${queryId}/download`)).status).toBe(500)
  })

  it('are limited to 400 a minute, downloads too, which do not say when to come back', async () => {
    const bench = await openBench({ backfilledHistoryMs: hourMs, events: 0 })
    const queryId = await start(bench)
    for (let count = 0; count < 400; count += 1) await bench.call('GET', `/v2/query/${queryId}/download`)
    const refused = await bench.call('GET', `/v2/query/${queryId}/download`)
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, undefined])
  })

  it('read the tables of SIGMA_SHARED and of ordinary connections', async () => {
    const bench = await openBench()
    await activate(bench)
    const elements = (await bench.call('GET', `/v2/workbooks/${bench.organization.workbookId}/elements`)).json
      .entries as { elementId: string; name: string }[]
    expect(elements.map((element) => element.name)).toEqual([
      'AUDIT_LOGS',
      'USERS',
      'TEAMS',
      'CONNECTIONS',
      'DOCUMENTS',
      'SCHEDULED_NOTIFICATIONS',
      'SENDGRID_LOGS',
      'SUPPORT_CHATS',
      'COMMENTS'
    ])
    for (const element of elements)
      expect((await exportRows(bench, { elementId: element.elementId })).length).toBeGreaterThan(0)
    const users = await exportRows(bench, { elementId: elements[1]?.elementId })
    expect(users).toHaveLength(40)
    const workbooks = (await bench.call('GET', '/v2/workbooks')).json.entries as { workbookId: string }[]
    const workbookId = workbooks[0]?.workbookId ?? ''
    const [element] = (await bench.call('GET', `/v2/workbooks/${workbookId}/elements`)).json.entries as {
      elementId: string
    }[]
    expect((await exportRows(bench, { elementId: element?.elementId }, workbookId)).length).toBeGreaterThan(100)
  })

  it('stream a million rows without holding them', { timeout: 180_000 }, async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'vigil-sandbox-'))
    try {
      const bench = await openBench({ file: path.join(folder, 'sandbox.sqlite'), backfilledHistoryMs: 5 * dayMs })
      await exportRows(bench, { rowLimit: 1 })
      const database = new Database(path.join(folder, 'sandbox.sqlite'))
      const { held, columns } = {
        held: Number(database.prepare('SELECT count(*) FROM audit_events').pluck().get()),
        columns: database.pragma('table_info(audit_events)') as { name: string }[]
      }
      const copied = columns
        .map((column) => column.name)
        .filter((name) => name !== 'event_seq')
        .join(', ')
      const copies = Math.ceil(1_000_500 / held)
      database.exec(
        `WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < ${copies}) INSERT INTO audit_events (${copied}) SELECT ${copied} FROM audit_events CROSS JOIN copy`
      )
      database.close()
      const queryId = await start(bench)
      const response = await bench.organization.httpClient.send({
        method: 'GET',
        url: `${bench.organization.baseUrl}/v2/query/${queryId}/download`,
        headers: { authorization: `Bearer ${bench.caller.token}` }
      })
      let rows = -1
      let longestPiece = 0
      let turns = 0
      const otherWork = setInterval(() => {
        turns += 1
      }, 1)
      for await (const piece of response.body) {
        longestPiece = Math.max(longestPiece, piece.length)
        for (const byte of piece) if (byte === 10) rows += 1
      }
      expect(rows).toBe(1_000_000)
      expect(longestPiece).toBeLessThan(2_000_000)
      // About a thousand pieces: other work of the process had its turn between them.
      clearInterval(otherWork)
      expect(turns).toBeGreaterThan(200)
      bench.organization.close()
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
