import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import type { SandboxEnv } from '../../../../src/main/sandbox/http/context.ts'
import { ApiError } from '../../../../src/main/sandbox/http/api-error.ts'
import { pageStyleA, pageStyleB } from '../../../../src/main/sandbox/http/paging.ts'

const rows = Array.from({ length: 120 }, (_, index) => index)
const app = new Hono<SandboxEnv>()
app.onError((error, context) =>
  context.json({ message: error.message }, error instanceof ApiError ? error.status : 500)
)
app.get('/a', (context) => context.json(pageStyleA(context, rows, (row) => row)))
app.get('/b', (context) => context.json(pageStyleB(context, rows, (row) => row)))

interface Page {
  entries: number[]
  nextPage?: string | null
  nextPageToken?: string
  total?: number
}

async function get(path: string): Promise<Page> {
  const response = await app.request(path)
  expect(response.status).toBe(200)
  return (await response.json()) as Page
}

describe('paging', () => {
  it('hands out every row once with page and limit, and ends with null', async () => {
    const seen: number[] = []
    let page: Page = await get('/a?limit=50')
    seen.push(...page.entries)
    while (page.nextPage !== null) {
      page = await get(`/a?limit=50&page=${encodeURIComponent(page.nextPage ?? '')}`)
      seen.push(...page.entries)
    }
    expect(seen).toEqual(rows)
    expect(page.total).toBe(120)
  })

  it('hands out every row once with pageToken and pageSize, and ends without a token', async () => {
    const seen: number[] = []
    let page: Page = await get('/b?pageSize=70')
    seen.push(...page.entries)
    while (page.nextPageToken !== undefined) {
      page = await get(`/b?pageSize=70&pageToken=${encodeURIComponent(page.nextPageToken)}`)
      seen.push(...page.entries)
    }
    expect(seen).toEqual(rows)
    expect('nextPageToken' in page).toBe(false)
  })

  it('gives 50 rows where no size is asked for, and at most 1000', async () => {
    expect((await get('/a')).entries).toHaveLength(50)
    expect((await get('/b')).entries).toHaveLength(50)
    expect((await get('/a?limit=100000')).entries).toHaveLength(120)
  })

  it.each(['/a?limit=0', '/a?limit=many', '/a?page=12', '/b?pageSize=-1', '/b?pageToken=zz'])(
    'refuses %s with 400',
    async (path) => {
      expect((await app.request(path)).status).toBe(400)
    }
  )
})
