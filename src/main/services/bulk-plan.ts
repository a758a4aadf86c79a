import type { BulkAction, BulkPlanItem } from '../../shared/contract/bulk.ts'
import type { KeychainStatus } from '../../shared/contract/credentials.ts'
import type { Organization } from '../../shared/contract/organizations.ts'
import type { Setting, SettingKey, SettingValue } from '../../shared/contract/settings.ts'
import { settingKeys } from '../../shared/domain/setting-keys.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { assertNever } from '../../shared/kit/assert-never.ts'

/** What is known locally of one organization. */
export interface BulkFacts {
  readonly organization: Organization
  /** Undefined until it has been read. */
  readonly isAdmin: boolean | undefined
  /** Needed for `apply-settings` alone. */
  readonly settings: readonly Setting[]
  /** Whether the credential list has usable credentials for it. */
  readonly hasNewCredentials: boolean
  readonly keychain: KeychainStatus['state']
}

type Reason = NonNullable<BulkPlanItem['reason']>
type Verdict = Pick<BulkPlanItem, 'verdict' | 'reason' | 'differences'>

const notPossible = (reason: Reason): Verdict => ({ verdict: 'not-possible', reason })
const nothingToDo = (reason: Reason): Verdict => ({ verdict: 'nothing-to-do', reason })
const change = (reason?: Reason): Verdict => ({ verdict: 'change', ...(reason === undefined ? {} : { reason }) })

/** What an action would do in one organization, from what is known locally. */
export function planItem(
  action: BulkAction,
  facts: BulkFacts
): BulkPlanItem & { readonly organizationId: OrganizationId } {
  const { id, name } = facts.organization
  return { organizationId: id, name, ...verdictOf(action, facts) }
}

function verdictOf(action: BulkAction, facts: BulkFacts): Verdict {
  const { organization } = facts
  const isPaused = organization.pausedAtMs !== undefined
  switch (action.kind) {
    case 'enable-audit-logging':
      return enableVerdict(facts)
    case 'sync':
      if (isPaused) return notPossible('paused')
      if (organization.syncPhase === 'pulling') return nothingToDo('already-running')
      return requestVerdict(organization)
    case 'test':
      return isPaused ? notPossible('paused') : requestVerdict(organization)
    case 'pause':
      return isPaused ? nothingToDo('already-paused') : change()
    case 'resume':
      return isPaused ? change() : nothingToDo('already-running')
    case 'apply-settings':
      return settingsVerdict(action.values, facts)
    case 'rotate':
      if (!facts.hasNewCredentials) return nothingToDo('no-credentials-given')
      if (isPaused) return notPossible('paused')
      if (action.storage === 'keychain' && facts.keychain !== 'keychain') return notPossible('keychain')
      return isOffline(organization) ? change('offline') : change()
    default:
      return assertNever(action)
  }
}

/** For what is asked of Sigma now, and fails where Sigma cannot be asked. */
function requestVerdict(organization: Organization): Verdict {
  if (!hasSecret(organization)) return notPossible('keychain')
  if (organization.vault.isRefused) return change('credential-refused')
  return isOffline(organization) ? change('offline') : change()
}

/** For what is kept as a pending change: why it will wait, where that is known. */
function waitingVerdict(organization: Organization): Verdict {
  if (organization.pausedAtMs !== undefined) return change('paused')
  if (!hasSecret(organization)) return change('keychain')
  if (organization.vault.isRefused) return change('credential-refused')
  return isOffline(organization) ? change('offline') : change()
}

function enableVerdict({ organization, isAdmin }: BulkFacts): Verdict {
  const state = organization.auditLogging
  switch (state.kind) {
    case 'enabled':
      return nothingToDo('already-on')
    case 'enable-waiting':
    case 'pending':
    case 'timed-out':
      return nothingToDo('already-waiting')
    case 'disable-waiting':
    case 'disabling':
      return notPossible('already-waiting')
    case 'not-provisioned':
      return notPossible('not-provisioned')
    case 'region-not-supported':
      return notPossible('region-not-supported')
    case 'unknown':
      return notPossible(isAdmin === false ? 'not-admin' : 'not-read-yet')
    case 'refused':
      // A refused Disable leaves it on.
      if (state.request === 'disable') return nothingToDo('already-on')
      return isAdmin === false ? notPossible('not-admin') : waitingVerdict(organization)
    case 'disabled':
      return isAdmin === false ? notPossible('not-admin') : waitingVerdict(organization)
    default:
      return assertNever(state)
  }
}

function settingsVerdict(
  values: Readonly<Partial<Record<SettingKey, SettingValue>>>,
  { organization, isAdmin, settings }: BulkFacts
): Verdict {
  const wanted = settingKeys.flatMap((key) => {
    const to = values[key]
    return to === undefined ? [] : [{ key, to, setting: settings.find((one) => one.key === key) }]
  })
  const known = wanted.filter(({ setting }) => setting?.readAtMs !== undefined)
  if (known.length === 0) return wanted.length === 0 ? nothingToDo('already-so') : notPossible('not-read-yet')
  if (isAdmin === false) return notPossible('not-admin')
  const available = known.filter(({ setting }) => setting?.unavailable === undefined)
  if (available.length === 0) return notPossible('setting-not-available')
  const differences = available.flatMap(({ key, to, setting }) => {
    // A change that waits for a person is not on its way: what Sigma has counts.
    const pending = setting?.pending?.state === 'refused' ? undefined : setting?.pending
    const from = pending?.value ?? setting?.value
    return from === to ? [] : [{ key, to, ...(from === undefined ? {} : { from }) }]
  })
  if (differences.length === 0) {
    const isOnItsWay = available.some(({ to, setting }) => setting?.value !== to)
    return nothingToDo(isOnItsWay ? 'already-waiting' : 'already-so')
  }
  const verdict = available.length < wanted.length ? change('setting-not-available') : waitingVerdict(organization)
  return { ...verdict, differences }
}

/** A sandbox's secret is Vigil's to renew. */
function hasSecret({ vault, kind }: Organization): boolean {
  return vault.state === 'keychain' || vault.state === 'session-only' || kind === 'sandbox'
}

function isOffline({ health, syncPhase }: Organization): boolean {
  return health === 'offline' || syncPhase === 'offline'
}
