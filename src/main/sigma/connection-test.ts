import {
  type ConnectionTestStep,
  type ConnectionTestStepName,
  connectionTestStepNames
} from '../../shared/contract/credentials.ts'
import type { Region } from '../../shared/domain/regions.ts'
import { AppError, type AppErrorData, toAppError } from '../../shared/kit/app-error.ts'
import type { Secret } from '../../shared/kit/secret.ts'
import { secondMs } from '../../shared/kit/time.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { HttpClient } from '../ports/http-client.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import { discard } from './http/body.ts'
import { connectTimeoutMs } from './http/timeouts.ts'
import { createSigmaClient, normalizeApiUrl, type SigmaClient } from './sigma-client.ts'
import type { Whoami } from './wire/identity.ts'

export interface ConnectionTestOptions {
  readonly apiUrl: string
  /** Undefined for a host that is not in the table of regions. */
  readonly region?: Region
  readonly httpClient: HttpClient
  readonly clock: Clock
  readonly logger: Logger
  readonly clientId: string
  readonly secret: Secret
  readonly signal?: AbortSignal
  /** Called with each step as it starts and as it ends. */
  readonly onStep?: (step: ConnectionTestStep) => void
}

interface StepResult {
  readonly outcome: 'passed' | 'warning' | 'failed' | 'skipped'
  readonly facts?: Readonly<Record<string, string>>
  readonly error?: AppErrorData
}

/** What earlier steps learnt. */
interface Findings {
  readonly client: SigmaClient
  /** The first request's failure that is neither a name nor a certificate; it belongs to a later step. */
  reachError?: AppError
  tlsError?: AppError
  /** What the first call with credentials gave; it fetches the token on its way. */
  who?: Whoami
  /** Whether the member may see the audit connection without a grant. */
  isAdmin?: boolean
  whoError?: AppError
}

type Step = (options: ConnectionTestOptions, findings: Findings) => Promise<StepResult>

const steps: Readonly<Record<ConnectionTestStepName, Step>> = {
  'name-resolution': resolveName,
  tls: checkTls,
  token: requestToken,
  whoami: askWhoami,
  'account-type': checkAccountType,
  region: checkRegion,
  'audit-connection': findAuditConnection
}

/**
 * Tests credentials step by step against the real API: no step is judged by anything but what it got. The first failure
 * ends the test; the steps behind it are skipped. Stores nothing.
 * @returns all steps in the order of the contract; never throws. A cancelled test fails its step with `cancelled`.
 */
export async function runConnectionTest(options: ConnectionTestOptions): Promise<ConnectionTestStep[]> {
  const { clock, onStep } = options
  const findings: Findings = {
    client: createSigmaClient({ ...options, readSecret: () => Promise.resolve(options.secret) })
  }
  const done: ConnectionTestStep[] = []
  const finish = (step: ConnectionTestStep): void => {
    done.push(step)
    onStep?.(step)
  }
  for (const name of connectionTestStepNames) {
    if (done.some((step) => step.outcome === 'failed')) {
      finish({ name, outcome: 'skipped', facts: {} })
      continue
    }
    onStep?.({ name, outcome: 'running', facts: {} })
    const startedMs = clock.monotonicMs()
    const result = await runStep(steps[name], options, findings)
    finish({
      name,
      outcome: result.outcome,
      durationMs: Math.max(0, Math.round(clock.monotonicMs() - startedMs)),
      facts: { ...result.facts },
      ...(result.error === undefined ? {} : { error: { code: result.error.code, params: { ...result.error.params } } })
    })
  }
  return done
}

async function runStep(step: Step, options: ConnectionTestOptions, findings: Findings): Promise<StepResult> {
  try {
    if (options.signal?.aborted === true) throw new AppError('cancelled')
    return await step(options, findings)
  } catch (thrown) {
    return failed(toAppError(thrown))
  }
}

function failed(error: AppError, facts?: Readonly<Record<string, string>>): StepResult {
  return { outcome: 'failed', error: error.toData(), facts }
}

/** Sends the first request, without credentials. Any HTTP answer proves the name and, with https, the certificate. */
async function resolveName(options: ConnectionTestOptions, findings: Findings): Promise<StepResult> {
  const { httpClient, signal } = options
  const url = URL.parse(normalizeApiUrl(options.apiUrl))
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return failed(new AppError('invalid-input', { what: 'apiUrl' }))
  }
  const facts = { host: url.host }
  try {
    const response = await httpClient.send({
      method: 'GET',
      url: `${normalizeApiUrl(options.apiUrl)}/v2/whoami`,
      headers: { accept: 'application/json' },
      signal,
      connectTimeoutMs,
      firstByteTimeoutMs: 20 * secondMs,
      idleTimeoutMs: 20 * secondMs
    })
    await discard(response)
  } catch (thrown) {
    const error = toAppError(thrown)
    switch (error.code) {
      case 'name-not-resolved':
      case 'offline':
      case 'cancelled':
        return failed(error, facts)
      case 'tls-failed':
        findings.tlsError = error
        break
      default:
        findings.reachError = error
    }
  }
  return { outcome: 'passed', facts }
}

/** Nothing to check without https: a loopback server, and the embedded organization. */
function checkTls(options: ConnectionTestOptions, findings: Findings): Promise<StepResult> {
  const url = URL.parse(normalizeApiUrl(options.apiUrl))
  const isPlain = url?.protocol === 'http:' || url?.hostname.endsWith('.invalid') === true
  if (isPlain) return Promise.resolve({ outcome: 'skipped' })
  // Without an answer there was no handshake that could have passed.
  const error = findings.tlsError ?? findings.reachError
  return Promise.resolve(error === undefined ? { outcome: 'passed' } : failed(error))
}

async function requestToken(options: ConnectionTestOptions, findings: Findings): Promise<StepResult> {
  if (findings.reachError !== undefined) return failed(findings.reachError)
  try {
    // The call fetches the token first. Whatever else it says is the next step's business.
    findings.who = await findings.client.whoami(options.signal)
  } catch (thrown) {
    const error = toAppError(thrown)
    if (isOfToken(error)) return failed(error)
    findings.whoError = error
  }
  return { outcome: 'passed' }
}

/** Whether an error came from the token request, or from where both requests share their fate. */
function isOfToken(error: AppError): boolean {
  const { endpoint } = error.params
  return endpoint === undefined || endpoint === 'POST /v2/auth/token'
}

function askWhoami(_options: ConnectionTestOptions, { who, whoError }: Findings): Promise<StepResult> {
  if (who === undefined) return Promise.resolve(failed(whoError ?? new AppError('internal')))
  return Promise.resolve({ outcome: 'passed', facts: { organizationId: who.organizationId, userId: who.userId } })
}

async function checkAccountType(options: ConnectionTestOptions, findings: Findings): Promise<StepResult> {
  const member = await findings.client.members.get(findings.who?.userId ?? '', options.signal)
  const isAdmin = member.memberType.trim().toLowerCase() === 'admin'
  findings.isAdmin = isAdmin
  return {
    outcome: isAdmin ? 'passed' : 'warning',
    facts: {
      accountType: member.memberType,
      email: member.email,
      name: `${member.firstName} ${member.lastName}`.trim()
    }
  }
}

function checkRegion({ region }: ConnectionTestOptions): Promise<StepResult> {
  const support = region?.auditLogging ?? 'unknown'
  return Promise.resolve({
    outcome: support === 'supported' ? 'passed' : 'warning',
    facts: { support, ...(region === undefined ? {} : { regionId: region.id, region: region.label }) }
  })
}

async function findAuditConnection(options: ConnectionTestOptions, { client, isAdmin }: Findings): Promise<StepResult> {
  const connections = await client.connections.list({}, options.signal)
  const audit = connections.find((connection) => connection.isAuditLog === true && connection.isArchived !== true)
  if (audit !== undefined) {
    return { outcome: 'passed', facts: { connectionId: audit.connectionId, connectionName: audit.name } }
  }
  return {
    outcome: 'warning',
    facts: {
      canBeEnabled: options.region?.auditLogging === 'not-supported' ? 'no' : 'yes',
      ...(isAdmin === false ? { mayBeHidden: 'yes' } : {})
    }
  }
}
