import type { BulkAction } from '../../shared/contract/bulk.ts'
import type { ConnectionTestStep } from '../../shared/contract/credentials.ts'
import type { GeneralSettings, SettingKey, SettingValue } from '../../shared/contract/settings.ts'
import type { AuditLoggingState } from '../../shared/domain/audit-logging.ts'
import { settingKeys } from '../../shared/domain/setting-keys.ts'
import { AppError, type AppErrorCode } from '../../shared/kit/app-error.ts'
import { assertNever } from '../../shared/kit/assert-never.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { minuteMs, secondMs } from '../../shared/kit/time.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { BulkDeed, BulkOutcome, BulkTask } from './bulk-run.ts'
import type { NewCredentials } from './credential-rotation.ts'
import type { ListedCredentials } from './credential-lists.ts'

/** What bulk actions are made of: the same services that act in one organization, with their journal entries. */
export interface BulkServices {
  readonly settings: {
    get(id: OrganizationId): Promise<GeneralSettings>
    change(id: OrganizationId, key: SettingKey, value: SettingValue): Promise<GeneralSettings>
    enableAuditLogging(id: OrganizationId): Promise<GeneralSettings>
  }
  readonly refresh: (id: OrganizationId) => Promise<void>
  readonly credentials: {
    testOrganization(testId: string, id: OrganizationId): Promise<ConnectionTestStep[]>
    cancelTest(testId: string): void
    rotate(id: OrganizationId, given: NewCredentials): Promise<unknown>
  }
  readonly pause: (id: OrganizationId) => Promise<unknown>
  readonly resume: (id: OrganizationId) => Promise<unknown>
  readonly lists: {
    credentialsOf(listId: string, id: OrganizationId): ListedCredentials
    used(listId: string, id: OrganizationId): void
  }
  readonly clock: Clock
}

/** How long an outcome is waited for before a change counts as on its way. */
const firstTryMs = 20 * secondMs
const lookEveryMs = 250

/** What an action does in one organization. */
export function bulkDeed(services: BulkServices, action: BulkAction): BulkDeed {
  switch (action.kind) {
    case 'enable-audit-logging':
      return { limitMs: minuteMs, perform: (task, signal) => enable(services, task, signal) }
    case 'apply-settings':
      return { limitMs: minuteMs, perform: (task, signal) => applySettings(services, action.values, task, signal) }
    case 'sync':
      return {
        // A large organization has many pages; one that hangs has its requests ended long before.
        limitMs: 5 * minuteMs,
        perform: async ({ organizationId }, signal) => {
          await orCalledOff(services.refresh(organizationId), signal)
          return {}
        }
      }
    case 'test':
      return { limitMs: minuteMs, perform: (task, signal) => test(services, task, signal) }
    case 'pause':
      return { limitMs: minuteMs, perform: ({ organizationId }) => services.pause(organizationId).then(() => ({})) }
    case 'resume':
      return { limitMs: minuteMs, perform: ({ organizationId }) => services.resume(organizationId).then(() => ({})) }
    case 'rotate':
      return {
        limitMs: minuteMs,
        perform: async ({ organizationId }, signal) => {
          const { clientId, secret } = services.lists.credentialsOf(action.listId, organizationId)
          // Called off only while it tests; what is being stored is stored to its end.
          await services.credentials.rotate(organizationId, { clientId, secret, storage: action.storage, signal })
          services.lists.used(action.listId, organizationId)
          return {}
        }
      }
    default:
      return assertNever(action)
  }
}

async function enable(services: BulkServices, task: BulkTask, signal: AbortSignal): Promise<BulkOutcome> {
  const asked = await services.settings.enableAuditLogging(task.organizationId)
  const isTried = ({ auditLogging: { state, pending } }: GeneralSettings) =>
    state.kind !== 'enable-waiting' || pending?.lastError !== undefined
  const { auditLogging } = await untilTried(services, task, asked, isTried, signal)
  return enableOutcome(auditLogging.state)
}

function enableOutcome(state: AuditLoggingState): BulkOutcome {
  switch (state.kind) {
    case 'enabled':
    // Sigma has taken the request: nothing waits here any more.
    case 'pending':
    case 'timed-out':
      return {}
    case 'enable-waiting':
      return { isWaiting: true }
    case 'refused':
      if (state.request === 'disable') return {}
      throw new AppError(refusalCodes[state.reason], { reason: state.reason })
    case 'region-not-supported':
    case 'not-provisioned':
      throw new AppError('not-supported', { reason: state.kind })
    case 'disable-waiting':
    case 'disabling':
      throw new AppError('busy')
    case 'unknown':
    case 'disabled':
      throw new AppError('not-supported', { reason: state.kind })
    default:
      return assertNever(state)
  }
}

const refusalCodes: Record<Extract<AuditLoggingState, { kind: 'refused' }>['reason'], AppErrorCode> = {
  'not-permitted': 'not-permitted',
  'region-not-supported': 'not-supported',
  'not-provisioned': 'not-supported',
  'credential-refused': 'credential-refused',
  'server-fault': 'server-fault'
}

async function applySettings(
  services: BulkServices,
  values: Readonly<Partial<Record<SettingKey, SettingValue>>>,
  task: BulkTask,
  signal: AbortSignal
): Promise<BulkOutcome> {
  const { settings } = services
  let current = await settings.get(task.organizationId)
  const changed = new Set<SettingKey>()
  for (const key of settingKeys) {
    const wanted = values[key]
    const known = current.settings.find((one) => one.key === key)
    if (wanted === undefined || known?.readAtMs === undefined || known.unavailable !== undefined) continue
    const pending = known.pending?.state === 'refused' ? undefined : known.pending
    if ((pending?.value ?? known.value) === wanted) continue
    if (signal.aborted) throw new AppError('cancelled')
    current = await settings.change(task.organizationId, key, wanted)
    changed.add(key)
  }
  const changesOf = (state: GeneralSettings) => state.settings.filter(({ key }) => changed.has(key))
  const isTried = (state: GeneralSettings) =>
    changesOf(state).every(({ pending }) => pending === undefined || pending.lastError !== undefined)
  const after = changesOf(await untilTried(services, task, current, isTried, signal))
  const refused = after.find(({ pending }) => pending?.state === 'refused')?.pending?.lastError
  if (refused !== undefined) throw new AppError(refused.code, refused.params)
  return { isWaiting: after.some(({ pending }) => pending !== undefined) }
}

async function test(services: BulkServices, task: BulkTask, signal: AbortSignal): Promise<BulkOutcome> {
  const { credentials } = services
  const testId = crypto.randomUUID()
  const stop = () => credentials.cancelTest(testId)
  signal.addEventListener('abort', stop, { once: true })
  try {
    const steps = await orCalledOff(credentials.testOrganization(testId, task.organizationId), signal)
    const failed = steps.find((step) => step.outcome === 'failed')
    if (failed !== undefined) throw new AppError(failed.error?.code ?? 'internal', failed.error?.params)
    return {}
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/**
 * Waits until the first try to send has ended, so that a refusal is told where it was asked for. What takes longer, or
 * belongs to an organization that is paused, is on its way: it is kept and needs nobody.
 */
async function untilTried(
  { settings, clock }: BulkServices,
  { organizationId, reason }: BulkTask,
  first: GeneralSettings,
  isTried: (state: GeneralSettings) => boolean,
  signal: AbortSignal
): Promise<GeneralSettings> {
  const endMs = clock.monotonicMs() + firstTryMs
  let state = first
  if (reason === 'paused') return state
  while (!isTried(state) && !signal.aborted && clock.monotonicMs() < endMs) {
    await clock.sleep(lookEveryMs, signal).catch(() => undefined)
    state = await settings.get(organizationId)
  }
  return state
}

/** @throws AppError `cancelled` when the signal comes first; what was waited for goes on by itself */
async function orCalledOff<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  let stop: () => void = () => undefined
  const off = new Promise<never>((_resolve, reject) => {
    stop = () => reject(new AppError('cancelled'))
  })
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([work, off])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
