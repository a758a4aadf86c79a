import { describe, expect, it } from 'vitest'
import type { HttpRequest } from '../../../../src/main/ports/http-client.port.ts'
import { exportTable, type ExportProgress, printWindow } from '../../../../src/main/sources/workbook-export-source.ts'
import type { SourceRow } from '../../../../src/shared/domain/audit-schema.ts'
import { AppError } from '../../../../src/shared/kit/app-error.ts'
import { type Answer, inOrder, type ScriptedResponse } from '../../../support/scripted-http-client.ts'
import { clientOf, errorOf } from '../../../support/sigma-client-fixture.ts'

type Options = Partial<Parameters<typeof exportTable>[0]>

interface ExportBody {
  readonly rowLimit: number
  readonly offset?: number
  readonly parameters?: Readonly<Record<string, string>>
}

const bodyOf = (request: HttpRequest): ExportBody => JSON.parse(request.body ?? '')
const isExport = (request: HttpRequest): boolean => request.method === 'POST'

/** A server whose exports all succeed and whose downloads come from `file`. */
function tableOf(file: (request: HttpRequest, started: ExportBody) => Answer, options: Options = {}) {
  const started: ExportBody[] = []
  const { client, http, clock } = clientOf((request) => {
    if (!isExport(request)) return file(request, started.at(-1) ?? { rowLimit: 0 })
    started.push(bodyOf(request))
    return { json: { queryId: `q${started.length}`, jobComplete: false } }
  })
  const table = exportTable({ client, workbookId: 'w', elementId: 'e', ...options })
  return { table, started, http, clock }
}

async function read(table: AsyncIterable<readonly SourceRow[]>): Promise<{ rows: SourceRow[]; batches: number[] }> {
  const rows: SourceRow[] = []
  const batches: number[] = []
  for await (const batch of table) {
    rows.push(...batch)
    batches.push(batch.length)
  }
  return { rows, batches }
}

const lines = (...rows: unknown[]): ScriptedResponse => ({
  text: rows.map((row) => `${JSON.stringify(row)}\n`).join('')
})

describe('exporting a table', () => {
  it('gives its rows with their columns and types', async () => {
    const { table, started } = tableOf(() => lines({ A: 'x', B: 1.5, C: true, D: null }, { A: 'y' }))
    expect((await read(table)).rows).toEqual([{ A: 'x', B: 1.5, C: true, D: null }, { A: 'y' }])
    expect(started).toEqual([
      { elementId: 'e', format: { type: 'jsonl' }, rowLimit: 1_000_000, runAsynchronously: true }
    ])
    expect(table.counts).toEqual({ rowsRead: 2, bytesRead: 46, unparseableLines: 0, exportsStarted: 1 })
  })

  it('sends nothing before the first pull', () => {
    expect(tableOf(() => lines()).http.requests).toHaveLength(0)
  })

  it('hands out batches of at most 2,000 and reads no further than it is pulled', async () => {
    let pulled = 0
    function* pieces(): Generator<string> {
      for (; pulled < 5_001; pulled += 1) yield `{"N":${pulled}}\n`
    }
    const { table } = tableOf(() => ({ pieces: pieces() }))
    const iterator = table[Symbol.asyncIterator]()
    expect((await iterator.next()).value).toHaveLength(2_000)
    expect(pulled).toBeLessThan(2_010)
    const rest = await read({ [Symbol.asyncIterator]: () => iterator })
    expect(rest.batches).toEqual([2_000, 1_001])
  })

  it('puts lines together that arrive in pieces, across characters too', async () => {
    const bytes = new TextEncoder().encode('{"A":"grün 🙂"}\r\n\n{"A":"b"}')
    const pieces = [...bytes].map((byte) => Uint8Array.of(byte))
    expect((await read(tableOf(() => ({ pieces })).table)).rows).toEqual([{ A: 'grün 🙂' }, { A: 'b' }])
  })

  it('keeps variants as text, long whole numbers exactly, and odd column names as columns', async () => {
    const text =
      '{"V":{"a":[1]},"L":[1,2],"BIG":12345678901234567890,"N":-9007199254740993,"F":0.1234567890123456,"__proto__":"p"}\n'
    const [row] = (await read(tableOf(() => ({ text })).table)).rows
    expect(Object.entries(row ?? {})).toEqual([
      ['V', '{"a":[1]}'],
      ['L', '[1,2]'],
      ['BIG', '12345678901234567890'],
      ['N', '-9007199254740993'],
      ['F', 0.1234567890123456],
      ['__proto__', 'p']
    ])
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype)
  })

  it('takes a file that is one JSON array', async () => {
    expect((await read(tableOf(() => ({ text: '[{"A":1},{"A":2}]' })).table)).rows).toEqual([{ A: 1 }, { A: 2 }])
  })

  it('gives no rows for an empty file', async () => {
    const { table } = tableOf(() => ({ text: '' }))
    expect((await read(table)).rows).toEqual([])
    expect(table.counts.unparseableLines).toBe(0)
  })

  it('counts lines that are no rows and goes on', async () => {
    const { table } = tableOf(() => ({ text: '{"A":1}\n{"A":\nnull\n"text"\n[1]\n{"A":2}\n' }))
    expect((await read(table)).rows).toEqual([{ A: 1 }, { A: 2 }])
    expect(table.counts.unparseableLines).toBe(4)
  })

  it('skips a line that is too long to be held', async () => {
    function* pieces(): Generator<string> {
      yield '{"A":1}\n{"A":"'
      for (let megabyte = 0; megabyte < 17; megabyte += 1) yield 'x'.repeat(1024 * 1024)
      yield '"}\n{"A":2}\n'
    }
    const { table } = tableOf(() => ({ pieces: pieces() }))
    expect((await read(table)).rows).toEqual([{ A: 1 }, { A: 2 }])
    expect(table.counts.unparseableLines).toBe(1)
  })

  it.each([
    ['a web page', '<html>\n<body>\n', 'html'],
    ['nothing that is a row', 'a,b\n1,2\n', 'not-json']
  ])('refuses a file that is %s', async (_title, text, found) => {
    const error = await errorOf(read(tableOf(() => ({ text })).table))
    expect(error.code).toBe('contract-breach')
    expect(error.params.found).toBe(found)
  })

  it('hands out what came before a file that broke off within a line, then fails as unreachable', async () => {
    const { table } = tableOf(() => ({ text: '{"A":1}\n{"A":2}\n{"A":"cut' }))
    const rows: SourceRow[] = []
    const error = await errorOf(
      (async () => {
        for await (const batch of table) rows.push(...batch)
      })()
    )
    expect(rows).toEqual([{ A: 1 }, { A: 2 }])
    expect(error.code).toBe('unreachable')
    expect(error.params).toEqual({ reason: 'truncated', rowsRead: 2 })
  })

  it('tells its progress step by step, and the query', async () => {
    const queries: string[] = []
    const progress: ExportProgress[] = []
    const { client } = clientOf(inOrder({ json: { queryId: 'q7' } }, { status: 204 }, lines({ A: 1 })))
    await read(
      exportTable({
        client,
        workbookId: 'w',
        elementId: 'e',
        onQueryStarted: ({ queryId }) => queries.push(queryId),
        onProgress: (one) => progress.push(one)
      })
    )
    expect(queries).toEqual(['q7'])
    expect(progress.map((one) => one.step)).toEqual(['preparing', 'waiting', 'waiting', 'reading', 'reading'])
    expect(progress.at(-1)).toEqual({ rowsRead: 1, bytesRead: 8, step: 'reading' })
  })

  it('is cancelled between batches', async () => {
    const abort = new AbortController()
    function* pieces(): Generator<string> {
      for (let number = 0; number < 9_000; number += 1) yield `{"N":${number}}\n`
    }
    const { table, http } = tableOf(() => ({ pieces: pieces() }), { signal: abort.signal })
    const error = await errorOf(
      (async () => {
        for await (const _batch of table) abort.abort()
      })()
    )
    expect(error.code).toBe('cancelled')
    expect(http.openBodies).toBe(0)
  })

  it('ends its request when the reader stops', async () => {
    const { table, http } = tableOf(() => lines(...Array.from({ length: 5_000 }, (_row, N) => ({ N }))))
    for await (const _batch of table) break
    expect(http.openBodies).toBe(0)
  })
})

describe('a result that Sigma does not know any more', () => {
  it('is asked for once more', async () => {
    const { table, started } = tableOf((request) =>
      request.url.includes('q1') ? { status: 404, json: {} } : lines({ A: 1 })
    )
    expect((await read(table)).rows).toEqual([{ A: 1 }])
    expect(started).toHaveLength(2)
    expect(table.counts.exportsStarted).toBe(2)
  })

  it('is given up the second time', async () => {
    const { table, started } = tableOf(() => ({ status: 404, json: {} }))
    expect((await errorOf(read(table))).code).toBe('export-expired')
    expect(started).toHaveLength(2)
  })

  it('is told apart from a query that failed, which is not asked for again', async () => {
    const { table, started } = tableOf(() => ({ status: 500, json: { message: 'Query failed' } }))
    const error = await errorOf(read(table))
    expect(error.code).toBe('export-failed')
    expect(error.params.message).toBe('Query failed')
    expect(started).toHaveLength(1)
  })
})

describe('a window of time', () => {
  const at = (text: string): number => Date.parse(text)

  it('is written in UTC, widened to whole seconds', () => {
    expect(printWindow({ fromMs: at('2026-09-30T00:00:00.900Z'), toMs: at('2026-09-30T23:59:58.100Z') })).toBe(
      'min:2026-09-30T00:00:00,max:2026-09-30T23:59:59'
    )
  })

  it('is sent under the control when there is one, and not otherwise', async () => {
    const window = { fromMs: at('2026-09-30T00:00:00Z'), toMs: at('2026-10-01T00:00:00Z') }
    const withControl = tableOf(() => lines(), { window, timeControlId: 'T' })
    await read(withControl.table)
    expect(withControl.started[0]?.parameters).toEqual({ T: 'min:2026-09-30T00:00:00,max:2026-10-01T00:00:00' })
    const without = tableOf(() => lines(), { window })
    await read(without.table)
    expect(without.started[0]?.parameters).toBeUndefined()
  })
})

describe('a table with more rows than an export may have', () => {
  /** A server with one event every ten seconds, that honours window, limit and offset. */
  const everyTenSeconds = (count: number, startMs: number) => (_request: HttpRequest, started: ExportBody) => {
    const [fromMs, toMs] = (started.parameters?.T ?? 'min:1970-01-01T00:00:00,max:2100-01-01T00:00:00')
      .split(',')
      .map((part) => Date.parse(`${part.slice(4)}Z`)) as [number, number]
    const all = Array.from({ length: count }, (_row, index) => startMs + index * 10_000).filter(
      (ms) => ms >= fromMs && ms <= toMs
    )
    const offset = started.offset ?? 0
    return lines(...all.slice(offset, offset + started.rowLimit).map((ms) => ({ T: ms })))
  }
  const startMs = Date.UTC(2026, 8, 30)
  const distinct = (rows: readonly SourceRow[]) => new Set(rows.map((row) => row.T)).size

  it('is read in halves of its window until nothing is cut, newer half first', async () => {
    const window = { fromMs: startMs, toMs: startMs + 1_000 * 10_000 }
    const { table, started } = tableOf(everyTenSeconds(1_000, startMs), { window, timeControlId: 'T', rowLimit: 300 })
    const { rows } = await read(table)
    expect(distinct(rows)).toBe(1_000)
    expect(started.every((one) => one.offset === undefined)).toBe(true)
    expect(started).toHaveLength(7)
    expect(started[1]?.parameters?.T?.endsWith(printWindow(window).slice(-19))).toBe(true)
  })

  it('is read in pages where the rows of a minute are too many', async () => {
    const window = { fromMs: startMs, toMs: startMs + 50_000 }
    const { table, started } = tableOf(everyTenSeconds(6, startMs), { window, timeControlId: 'T', rowLimit: 4 })
    expect(distinct((await read(table)).rows)).toBe(6)
    expect(started.map((one) => one.offset)).toEqual([undefined, 4])
    expect(started[1]?.parameters).toEqual(started[0]?.parameters)
  })

  it('is read in pages where there is no control for its time', async () => {
    const { table, started } = tableOf(everyTenSeconds(10, startMs), { rowLimit: 4 })
    expect(distinct((await read(table)).rows)).toBe(10)
    expect(started.map((one) => one.offset)).toEqual([undefined, 4, 8])
  })

  it('ends when its rows are an exact multiple of the limit', async () => {
    const { table, started } = tableOf(everyTenSeconds(8, startMs), { rowLimit: 4 })
    expect(distinct((await read(table)).rows)).toBe(8)
    expect(started).toHaveLength(3)
  })
})

describe('failures on the way', () => {
  it('come through with their codes', async () => {
    for (const code of ['not-permitted', 'offline'] as const) {
      const { client } = clientOf(() => (code === 'offline' ? new AppError(code) : { status: 403, json: {} }))
      expect((await errorOf(read(exportTable({ client, workbookId: 'w', elementId: 'e' })))).code).toBe(code)
    }
  })
})
