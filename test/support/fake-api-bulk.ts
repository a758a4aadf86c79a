import type { Handlers } from '../../src/shared/contract/api-types.ts'
import type { BulkAction, BulkItem, BulkPlanItem, BulkRun, CredentialList } from '../../src/shared/contract/bulk.ts'
import type { Organization } from '../../src/shared/contract/organizations.ts'
import type { SettingKey } from '../../src/shared/contract/settings.ts'
import { AppError, type AppErrorData } from '../../src/shared/kit/app-error.ts'
import type { OrganizationId } from '../../src/shared/kit/ids.ts'
import type { FakeState } from './fake-api-data.ts'
import type { Emit } from './fake-api-handlers.ts'

export interface FakeBulk {
  runs: BulkRun[]
  /** Credential lists that are kept, without their secrets. */
  lists: Map<string, CredentialList>
  /** What the question for a file answers; null: none was chosen. */
  file: CredentialList | null
  /** Organizations in which an act fails, and why. */
  failures: Map<OrganizationId, AppErrorData>
  /** How long an act takes in one organization. */
  stepMs: number
  atOnce: number
}

export function emptyBulk(): FakeBulk {
  return { runs: [], lists: new Map(), file: null, failures: new Map(), stepMs: 400, atOnce: 4 }
}

const nothingToDo = (reason: BulkPlanItem['reason']) => ({ verdict: 'nothing-to-do' as const, reason })
const notPossible = (reason: BulkPlanItem['reason']) => ({ verdict: 'not-possible' as const, reason })
const change = { verdict: 'change' as const }

type Verdict = Omit<BulkPlanItem, 'organizationId' | 'name'>

function doubts(organization: Organization): Verdict {
  if (organization.pausedAtMs !== undefined) return { ...change, reason: 'paused' }
  return organization.health === 'offline' ? { ...change, reason: 'offline' } : change
}

function enabling(organization: Organization): Verdict {
  if (organization.accountType !== undefined && organization.accountType !== 'Admin') return notPossible('not-admin')
  switch (organization.auditLogging.kind) {
    case 'enabled':
      return nothingToDo('already-on')
    case 'pending':
    case 'enable-waiting':
      return nothingToDo('already-waiting')
    case 'not-provisioned':
      return notPossible('not-provisioned')
    case 'region-not-supported':
      return notPossible('region-not-supported')
    case 'unknown':
      return { ...change, reason: 'not-read-yet' }
    default:
      return doubts(organization)
  }
}

/** Acts over many organizations, over plain data in memory; a run goes on by timers. */
export function fakeBulkHandlers(state: FakeState, emit: Emit): Handlers<'bulk'> {
  const { bulk } = state
  const organization = (id: OrganizationId): Organization => {
    const found = state.organizations.find((one) => one.id === id)
    if (found === undefined) throw new AppError('not-found')
    return found
  }
  const applying = (id: OrganizationId, action: Extract<BulkAction, { kind: 'apply-settings' }>): Verdict => {
    const known = state.settings.get(id)?.settings ?? []
    const differences = Object.entries(action.values).flatMap(([key, to]) => {
      const from = known.find((setting) => setting.key === key)?.value
      return from === to ? [] : [{ key: key as SettingKey, to, ...(from === undefined ? {} : { from }) }]
    })
    return differences.length === 0 ? nothingToDo('already-so') : { ...doubts(organization(id)), differences }
  }
  const verdict = (action: BulkAction, one: Organization): Verdict => {
    switch (action.kind) {
      case 'enable-audit-logging':
        return enabling(one)
      case 'apply-settings':
        return applying(one.id, action)
      case 'pause':
        return one.pausedAtMs === undefined ? change : nothingToDo('already-paused')
      case 'resume':
        return one.pausedAtMs === undefined ? nothingToDo('already-running') : change
      case 'rotate':
        return bulk.lists.get(action.listId)?.entries.some(({ organizationId }) => organizationId === one.id)
          ? change
          : notPossible('no-credentials-given')
      case 'sync':
      case 'test':
        if (one.pausedAtMs !== undefined && action.kind === 'sync') return notPossible('paused')
        return one.vault.isRefused && action.kind === 'sync' ? notPossible('credential-refused') : change
    }
  }
  const plan = (action: BulkAction, ids: readonly OrganizationId[]): BulkPlanItem[] =>
    ids.map((id) => ({ organizationId: id, name: organization(id).name, ...verdict(action, organization(id)) }))

  const run = (runId: string): BulkRun => {
    const found = bulk.runs.find((one) => one.runId === runId)
    if (found === undefined) throw new AppError('not-found')
    return found
  }
  const store = (next: BulkRun): BulkRun => {
    bulk.runs = bulk.runs.map((one) => (one.runId === next.runId ? next : one))
    emit('bulkRunChanged', { runId: next.runId })
    return next
  }
  const setItem = (runId: string, id: OrganizationId, facts: Partial<BulkItem>): void => {
    const before = run(runId)
    store({
      ...before,
      items: before.items.map((item) => (item.organizationId === id ? { ...item, ...facts } : item))
    })
  }
  const goOn = (runId: string): void => {
    const { items, state: at } = run(runId)
    const running = items.filter((item) => item.state === 'running').length
    const next = at === 'running' ? items.filter((item) => item.state === 'waiting') : []
    for (const { organizationId } of next.slice(0, Math.max(0, bulk.atOnce - running))) act(runId, organizationId)
    if (run(runId).items.some((item) => item.state === 'running')) return
    const ended = run(runId)
    store({
      ...ended,
      state: 'ended',
      endedAtMs: Date.now(),
      items: ended.items.map((item) => (item.state === 'waiting' ? { ...item, state: 'cancelled' } : item))
    })
  }
  const act = (runId: string, id: OrganizationId): void => {
    setItem(runId, id, { state: 'running', startedAtMs: Date.now() })
    setTimeout(() => {
      const error = bulk.failures.get(id)
      const isWaiting = organization(id).health === 'offline' || organization(id).pausedAtMs !== undefined
      setItem(runId, id, {
        ...(error === undefined ? { state: 'done', ...(isWaiting ? { isWaiting } : {}) } : { state: 'failed', error }),
        endedAtMs: Date.now()
      })
      goOn(runId)
    }, bulk.stepMs)
  }
  const start = (action: BulkAction, ids: readonly OrganizationId[]): BulkRun => {
    if (bulk.runs.some((one) => one.state !== 'ended')) throw new AppError('busy')
    const next: BulkRun = {
      runId: crypto.randomUUID(),
      action,
      state: 'running',
      startedAtMs: Date.now(),
      items: plan(action, ids).map(({ organizationId, name, verdict: of, reason }) => ({
        organizationId,
        name,
        state: of === 'change' ? 'waiting' : 'skipped',
        ...(reason === undefined || of === 'change' ? {} : { reason })
      }))
    }
    bulk.runs = [next, ...bulk.runs]
    setTimeout(() => goOn(next.runId), 0)
    return next
  }
  const keep = (list: CredentialList): CredentialList => {
    bulk.lists.set(list.listId, list)
    return list
  }
  return {
    planBulk: async ({ action, organizationIds }) => ({ action, items: plan(action, organizationIds) }),
    startBulk: async ({ action, organizationIds }) => start(action, organizationIds),
    getBulk: async ({ runId }) => run(runId),
    listBulk: async () => bulk.runs,
    cancelBulk: async ({ runId }) => store({ ...run(runId), state: 'cancelling' }),
    retryBulk: async ({ runId }) => {
      const { action, items } = run(runId)
      const again = items.filter((item) => item.state === 'failed' || item.state === 'cancelled')
      return start(
        action,
        again.map((item) => item.organizationId)
      )
    },
    chooseCredentialFile: async () => (bulk.file === null ? null : keep(bulk.file)),
    keepCredentials: async ({ entries }) =>
      keep({
        listId: crypto.randomUUID(),
        entries: entries.map(({ organizationId, clientId }) => ({
          name: organization(organizationId).name,
          organizationId,
          clientId
        }))
      }),
    dropCredentials: async ({ listId }) => {
      bulk.lists.delete(listId)
      return {}
    }
  }
}
