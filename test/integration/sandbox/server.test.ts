import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../../..')
const started: ChildProcess[] = []

interface Served {
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  readonly organizationId: string
  readonly workbookId: string
  readonly elementId: string
}

function launch(args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, ['tools/sandbox.ts', ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  started.push(child)
  return child
}

async function serve(...args: string[]): Promise<{ child: ChildProcess; served: Served }> {
  const child = launch(args)
  const text = await new Promise<string>((resolve, reject) => {
    let received = ''
    child.stdout?.on('data', (piece: Buffer) => {
      received += piece.toString()
      if (received.includes('\n')) resolve(received)
    })
    child.once('close', () => reject(new Error('the sandbox ended early')))
  })
  expect(text.trimEnd().split('\n')).toHaveLength(1)
  return { child, served: JSON.parse(text) as Served }
}

async function finish(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (piece: Buffer) => (stdout += piece.toString()))
  child.stderr?.on('data', (piece: Buffer) => (stderr += piece.toString()))
  if (child.exitCode !== null) return { code: child.exitCode, stdout, stderr }
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout, stderr }
}

async function tokenOf({ url, clientId, clientSecret }: Served): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret
  })
  const response = await fetch(`${url}/v2/auth/token`, { method: 'POST', body })
  expect(response.status).toBe(200)
  return ((await response.json()) as { access_token: string }).access_token
}

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

describe('npm run sandbox', () => {
  it('serves the main job over loopback HTTP and ends on SIGTERM', async () => {
    const { child, served } = await serve(
      '--activation-seconds',
      '0.5',
      '--event-delay-seconds',
      '0',
      '--export-seconds',
      '0.2'
    )
    expect(new URL(served.url).hostname).toBe('127.0.0.1')
    const headers = { authorization: `Bearer ${await tokenOf(served)}`, 'content-type': 'application/json' }
    const setting = `${served.url}/v2/organizations/settings/auditLogging`
    await fetch(setting, { method: 'PATCH', headers, body: JSON.stringify({ enabled: true }) })
    await expect
      .poll(async () => (await fetch(setting, { headers })).json(), { timeout: 5_000 })
      .toEqual({ enabled: true })
    const exported = await fetch(`${served.url}/v2/workbooks/${served.workbookId}/export`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ elementId: served.elementId, format: { type: 'jsonl' } })
    })
    const { queryId } = (await exported.json()) as { queryId: string }
    const download = () => fetch(`${served.url}/v2/query/${queryId}/download`, { headers })
    expect((await download()).status).toBe(204)
    await expect.poll(async () => (await download()).status, { timeout: 5_000 }).toBe(200)
    expect(await (await download()).text()).toContain('"EVENT_TYPE":"ENABLE_AUDIT_LOGGING"')
    child.kill('SIGTERM')
    expect((await finish(child)).code).toBe(0)
  })

  it('finds the same organization again in its file', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'vigil-sandbox-'))
    const file = path.join(folder, 'sandbox.sqlite')
    const first = await serve('--data', file, '--seed', '9', '--members', '12')
    first.child.kill('SIGINT')
    await finish(first.child)
    const { clientId, clientSecret } = first.served
    const second = await serve('--data', file, '--client-id', clientId, '--client-secret', clientSecret)
    expect({ ...second.served, url: '' }).toEqual({ ...first.served, url: '' })
    await tokenOf(second.served)
    second.child.kill('SIGTERM')
    await finish(second.child)
    rmSync(folder, { recursive: true, force: true })
  })

  it('hangs where it is told to, until a signal ends that', async () => {
    const { child, served } = await serve('--hang', '/v2/whoami', '--hang-after', '1')
    const headers = { authorization: `Bearer ${await tokenOf(served)}` }
    const whoami = () => fetch(`${served.url}/v2/whoami`, { headers, signal: AbortSignal.timeout(700) })
    expect((await whoami()).status).toBe(200)
    await expect(whoami()).rejects.toThrow(/timeout|aborted/i)
    expect((await fetch(`${served.url}/v2/teams`, { headers })).status).toBe(200)
    child.kill('SIGUSR2')
    await expect
      .poll(
        async () =>
          whoami().then(
            (response) => response.status,
            () => 0
          ),
        { timeout: 5_000 }
      )
      .toBe(200)
  })

  it.each([
    [['--non-admin'], 403, 'forbidden'],
    [['--region-not-supported'], 400, 'region_not_supported'],
    [['--not-provisioned'], 404, 'feature_not_provisioned']
  ])('with %o refuses audit logging with %i', async (args, status, code) => {
    const { served } = await serve(...args)
    const response = await fetch(`${served.url}/v2/organizations/settings/auditLogging`, {
      headers: { authorization: `Bearer ${await tokenOf(served)}` }
    })
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code])
  })

  it.each([
    [['--port', 'x']],
    [['--port', '70000']],
    [['--unheard']],
    [['--seed']],
    [['--members', '1']],
    [['--hang-off']],
    [['extra']]
  ])('says in one sentence what is wrong with %o and ends with 2', async (args) => {
    const { code, stdout, stderr } = await finish(launch(args))
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr.trim()).toMatch(/\.$/)
  })

  it('explains itself', async () => {
    const { code, stdout } = await finish(launch(['--help']))
    expect(code).toBe(0)
    for (const flag of ['--port', '--activation-seconds', '--seed', '--members', '--events', '--data', '--hang'])
      expect(stdout).toContain(flag)
  })
})
