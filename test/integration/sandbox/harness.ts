import { dayMs } from '../../../src/shared/kit/time.ts'
import type { HttpClient } from '../../../src/main/ports/http-client.port.ts'
import type { Clock } from '../../../src/main/ports/clock.port.ts'
import {
  openSandboxOrganization,
  type SandboxOptions,
  type SandboxOrganization
} from '../../../src/main/sandbox/sandbox-organization.ts'

/** A clock that stands still until it is moved; waiting moves it. */
export class StepClock implements Clock {
  #nowMs: number

  constructor(nowMs = Date.UTC(2026, 8, 30, 9, 30)) {
    this.#nowMs = nowMs
  }

  nowMs(): number {
    return this.#nowMs
  }

  monotonicMs(): number {
    return this.#nowMs
  }

  async sleep(durationMs: number): Promise<void> {
    this.#nowMs += durationMs
  }

  advance(durationMs: number): void {
    this.#nowMs += durationMs
  }
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** The body as JSON; undefined when it is none. */
  // The tests look into answers of many shapes; each test states what it expects.
  readonly json: Record<string, unknown>
}

/** A caller with a token of its own, over any HTTP client. */
export class Caller {
  readonly #client: HttpClient
  readonly #baseUrl: string
  #token = ''

  constructor(client: HttpClient, baseUrl: string) {
    this.#client = client
    this.#baseUrl = baseUrl
  }

  get token(): string {
    return this.#token
  }

  set token(token: string) {
    this.#token = token
  }

  async call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Answer> {
    return this.raw(method, path, {
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' })
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    })
  }

  async raw(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    rest: { headers?: Record<string, string>; body?: string }
  ): Promise<Answer> {
    const response = await this.#client.send({
      method,
      url: this.#baseUrl + path,
      headers: rest.headers ?? {},
      ...(rest.body === undefined ? {} : { body: rest.body })
    })
    const pieces: Uint8Array[] = []
    for await (const piece of response.body) pieces.push(piece)
    const text = Buffer.concat(pieces).toString('utf8')
    let json: Record<string, unknown> = {}
    try {
      json = JSON.parse(text) as Record<string, unknown>
    } catch {
      // Not JSON: files, and empty answers.
    }
    return { status: response.status, headers: response.headers, text, json }
  }

  /** POST /v2/auth/token as a form. */
  tokenRequest(fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
    return this.raw('POST', '/v2/auth/token', {
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(fields).toString()
    })
  }

  async signIn(clientId: string, clientSecret: string): Promise<void> {
    const answer = await this.tokenRequest({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret
    })
    if (answer.status !== 200) throw new Error(`no token: ${answer.status} ${answer.text}`)
    this.#token = String(answer.json.access_token)
  }
}

export interface Bench {
  readonly clock: StepClock
  readonly organization: SandboxOrganization
  readonly caller: Caller
  call: Caller['call']
}

/** An organization in memory with a clock of its own and a caller who is signed in. */
export async function openBench(options: Partial<SandboxOptions> = {}, clock = new StepClock()): Promise<Bench> {
  const organization = openSandboxOrganization({
    file: ':memory:',
    clock,
    exportRunMs: 0,
    eventDelayMs: 0,
    // Tests move the clock by days; those about expiry say so.
    tokenLifetimeMs: 400 * dayMs,
    onFault: (error) => {
      throw error
    },
    ...options
  })
  const caller = new Caller(organization.httpClient, organization.baseUrl)
  const secret = organization.clientSecret
  if (secret !== undefined) await caller.signIn(organization.clientId, secret)
  return { clock, organization, caller, call: caller.call.bind(caller) }
}

/** Exports an element and gives its rows. The clock moves past the time that the export runs. */
export async function exportRows(
  bench: Pick<Bench, 'call' | 'organization' | 'clock'>,
  body: Record<string, unknown> = {},
  workbookId = bench.organization.workbookId
): Promise<Record<string, unknown>[]> {
  const started = await bench.call('POST', `/v2/workbooks/${workbookId}/export`, {
    elementId: bench.organization.elementId,
    format: { type: 'jsonl' },
    ...body
  })
  if (started.status !== 200) throw new Error(`no export: ${started.status} ${started.text}`)
  const file = await bench.call('GET', `/v2/query/${String(started.json.queryId)}/download`)
  if (file.status !== 200) throw new Error(`no file: ${file.status} ${file.text}`)
  return file.text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

/** Turns audit logging on and waits until it is. */
export async function activate(bench: Pick<Bench, 'call' | 'clock'>, activationMs = 90_000): Promise<void> {
  await bench.call('PATCH', '/v2/organizations/settings/auditLogging', { enabled: true })
  bench.clock.advance(activationMs)
}
