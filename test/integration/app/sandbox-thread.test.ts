import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SandboxThread, sandboxApiUrl } from '../../../src/main/app/sandbox-thread/client.ts'
import type { HttpClient } from '../../../src/main/ports/http-client.port.ts'
import { AppError } from '../../../src/shared/kit/app-error.ts'
import { createMemoryLogger } from '../../support/memory-logger.ts'

const workerUrl = new URL('../../../src/main/app/sandbox-thread/worker.ts', import.meta.url)
let folder = ''
let thread: SandboxThread

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-thread-'))
  thread = new SandboxThread(workerUrl, createMemoryLogger())
})

afterEach(async () => {
  await thread.stop()
  rmSync(folder, { recursive: true, force: true })
})

const optionsOf = (name: string) => ({
  file: join(folder, `${name}.sqlite`),
  name,
  seed: 7,
  activationMs: 0,
  disablingMs: 0
})

async function text(
  client: HttpClient,
  path: string,
  headers: Record<string, string> = {},
  body?: string
): Promise<{ status: number; text: string }> {
  const response = await client.send({
    method: body === undefined ? 'GET' : 'POST',
    url: `${sandboxApiUrl}${path}`,
    headers,
    ...(body === undefined ? {} : { body })
  })
  const chunks: Uint8Array[] = []
  for await (const chunk of response.body) chunks.push(chunk)
  return { status: response.status, text: Buffer.concat(chunks).toString('utf8') }
}

async function tokenOf(client: HttpClient, clientId: string, clientSecret: string): Promise<string> {
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
  const answer = await text(
    client,
    '/v2/auth/token',
    { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
    'grant_type=client_credentials'
  )
  return (JSON.parse(answer.text) as { access_token: string }).access_token
}

test('a sandbox organization answers through its thread, and its secret is told once', async () => {
  const { clientId, clientSecret } = await thread.open('one', optionsOf('one'))
  const client = thread.httpClient('one')
  const token = await tokenOf(client, clientId, clientSecret?.reveal() ?? '')
  expect((await text(client, '/v2/whoami', { authorization: `Bearer ${token}` })).status).toBe(200)
  await thread.close('one')
  const again = await thread.open('one', optionsOf('one'))
  expect(again.clientId).toBe(clientId)
  expect(again.clientSecret).toBeUndefined()
})

test('two sandbox organizations are two organizations', async () => {
  const one = await thread.open('one', optionsOf('one'))
  await thread.open('two', { ...optionsOf('two'), seed: 8 })
  const basic = Buffer.from(`${one.clientId}:${one.clientSecret?.reveal()}`).toString('base64')
  const answer = await text(
    thread.httpClient('two'),
    '/v2/auth/token',
    { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
    'grant_type=client_credentials'
  )
  expect(answer.status).toBe(401)
})

test('a cancelled request ends as cancelled and leaves the thread usable', async () => {
  await thread.open('one', optionsOf('one'))
  const controller = new AbortController()
  const sent = thread
    .httpClient('one')
    .send({ method: 'GET', url: `${sandboxApiUrl}/v2/whoami`, headers: {}, signal: controller.signal })
  controller.abort()
  await expect(sent).rejects.toMatchObject({ code: 'cancelled' } satisfies Partial<AppError>)
  expect((await text(thread.httpClient('one'), '/v2/whoami')).status).toBe(401)
})

test('a body can be left half-read', async () => {
  await thread.open('one', optionsOf('one'))
  const client = thread.httpClient('one')
  const response = await client.send({ method: 'GET', url: `${sandboxApiUrl}/v2/whoami`, headers: {} })
  for await (const _chunk of response.body) break
  expect((await text(client, '/v2/nothing')).status).toBeGreaterThanOrEqual(400)
})

test('an organization that is not open is out of reach, not a crash', async () => {
  await expect(
    thread.httpClient('none').send({ method: 'GET', url: sandboxApiUrl, headers: {} })
  ).rejects.toMatchObject({ code: 'unreachable' })
})
