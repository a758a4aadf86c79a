import type { BulkAction, BulkItem, BulkPlanItem, BulkRun, CredentialList } from '../../../shared/contract/bulk.ts'
import { formatCount, formatCountOf, formatDuration } from './formats.ts'
import type { Tone } from './tone.ts'
import { wordsOfRefusal } from './audit-logging-words.ts'

export type BulkKind = BulkAction['kind']
export type BulkReason = NonNullable<BulkPlanItem['reason']>

export interface BulkActionWords {
  /** The act, as a title. */
  readonly name: string
  readonly description: string
  /** What a dry run says of an organization in which it would be done. */
  readonly planned: string
  /** Stands before "in 42 organizations", or before "42 organizations" where `isOn` is false. */
  readonly verb: string
  readonly isIn: boolean
  /** What has been done, before "in 40 of 42 organizations". */
  readonly past: string
}

const actions: Record<BulkKind, BulkActionWords> = {
  'enable-audit-logging': {
    name: 'Enable audit logging',
    description: 'Asks Sigma to enable Sigma Audit Logs wherever it is off.',
    planned: 'Will be enabled',
    verb: 'Enable',
    isIn: true,
    past: 'Audit logging was requested'
  },
  sync: {
    name: 'Sync',
    description: 'Reads everything from Sigma now: settings, connections, members, teams.',
    planned: 'Will be synced',
    verb: 'Sync',
    isIn: false,
    past: 'The sync is done'
  },
  test: {
    name: 'Test connections',
    description: 'Checks each step from the network to the audit connection, and changes nothing.',
    planned: 'Will be tested',
    verb: 'Test',
    isIn: false,
    past: 'The test passed'
  },
  pause: {
    name: 'Pause',
    description: 'Vigil sends and reads nothing until the organization is resumed. Changes made meanwhile are kept.',
    planned: 'Will be paused',
    verb: 'Pause',
    isIn: false,
    past: 'Vigil was paused'
  },
  resume: {
    name: 'Resume',
    description: 'Vigil goes on reading, and sends the changes that were kept.',
    planned: 'Will be resumed',
    verb: 'Resume',
    isIn: false,
    past: 'Vigil was resumed'
  },
  'apply-settings': {
    name: 'Change settings',
    description: 'Gives settings the same value everywhere. Only what differs is changed, through pending changes.',
    planned: 'Will be changed',
    verb: 'Change settings',
    isIn: true,
    past: 'The settings were changed'
  },
  rotate: {
    name: 'Replace credentials',
    description: 'Tests a new client ID and secret for each organization, then puts them in place of the old ones.',
    planned: 'Will be replaced',
    verb: 'Replace credentials',
    isIn: true,
    past: 'The credentials were replaced'
  }
}

export const bulkKinds = Object.keys(actions) as readonly BulkKind[]

/** An act over many organizations, in words. */
export function wordsOfBulk(kind: BulkKind): BulkActionWords {
  return actions[kind]
}

/** The button that starts it, with the number in it: "Enable in 42 organizations". */
export function bulkConfirmLabel(kind: BulkKind, count: number): string {
  const { verb, isIn } = actions[kind]
  return `${verb} ${isIn ? 'in ' : ''}${formatCountOf(count, 'organization')}`
}

/** Whether what is asked for is kept as a pending change where Sigma cannot be reached. */
export function isThroughChanges(kind: BulkKind): boolean {
  return kind === 'enable-audit-logging' || kind === 'apply-settings'
}

const verdictTones: Record<BulkPlanItem['verdict'], Tone> = {
  change: 'working',
  'nothing-to-do': 'neutral',
  'not-possible': 'warning'
}

/** What a dry run says of one organization, as a tag. */
export function wordsOfVerdict(
  kind: BulkKind,
  verdict: BulkPlanItem['verdict']
): { readonly tag: string; readonly tone: Tone } {
  const tags = { change: actions[kind].planned, 'nothing-to-do': 'Nothing to do', 'not-possible': 'Not possible' }
  return { tag: tags[verdict], tone: verdictTones[verdict] }
}

/** Why nothing is done in an organization, or a doubt about what is. */
export function wordsOfReason(kind: BulkKind, reason: BulkReason): string {
  const isKept = isThroughChanges(kind)
  switch (reason) {
    case 'already-on':
      return 'Audit logging is on already.'
    case 'already-waiting':
      return 'A request is on its way already.'
    case 'already-paused':
      return 'It is paused already.'
    case 'already-running':
      return kind === 'resume' ? 'It is not paused.' : 'It is running already.'
    case 'already-so':
      return 'Every chosen setting has this value already.'
    case 'no-credentials-given':
      return 'There are no new credentials for it.'
    case 'not-admin':
      return wordsOfRefusal('not-permitted')
    case 'not-provisioned':
      return wordsOfRefusal('not-provisioned')
    case 'region-not-supported':
      return wordsOfRefusal('region-not-supported')
    case 'not-read-yet':
      return 'It was not read from Sigma yet, so what it has now is not known.'
    case 'offline':
      return isKept
        ? 'Sigma cannot be reached now: the change is kept and sent later.'
        : 'Sigma could not be reached the last time.'
    case 'paused':
      return isKept
        ? 'It is paused: the change is kept and sent after it is resumed.'
        : 'It is paused. Resume it first.'
    case 'setting-not-available':
      return 'Sigma does not offer every chosen setting in this organization.'
    case 'credential-refused':
      return isKept
        ? 'Sigma refused its credentials: the change is kept and sent after they are replaced.'
        : 'Sigma refused its credentials. Replace them first.'
    case 'keychain':
      return kind === 'rotate'
        ? 'The keychain does not take secrets now.'
        : isKept
          ? 'Its client secret cannot be read now: the change is kept and sent later.'
          : 'Its client secret cannot be read now. See the organization’s Overview.'
  }
}

/** How an organization of a run stands. */
export function wordsOfItem(item: Pick<BulkItem, 'state' | 'isWaiting'>): {
  readonly tag: string
  readonly tone: Tone
} {
  switch (item.state) {
    case 'waiting':
      return { tag: 'Waiting', tone: 'neutral' }
    case 'running':
      return { tag: 'Running', tone: 'working' }
    case 'done':
      return item.isWaiting === true ? { tag: 'Waiting to send', tone: 'warning' } : { tag: 'Done', tone: 'good' }
    case 'failed':
      return { tag: 'Failed', tone: 'bad' }
    case 'skipped':
      return { tag: 'Nothing to do', tone: 'neutral' }
    case 'cancelled':
      return { tag: 'Cancelled', tone: 'neutral' }
  }
}

export interface BulkCounts {
  readonly all: number
  readonly done: number
  /** Of those that are done: kept as a change that was not sent yet. */
  readonly kept: number
  readonly failed: number
  readonly skipped: number
  readonly cancelled: number
  /** Neither begun nor ended, and under way. */
  readonly left: number
}

/** How many organizations of a run stand where. */
export function countsOfRun({ items }: Pick<BulkRun, 'items'>): BulkCounts {
  const count = (state: BulkItem['state']): number => items.filter((item) => item.state === state).length
  return {
    all: items.length,
    done: count('done'),
    kept: items.filter((item) => item.state === 'done' && item.isWaiting === true).length,
    failed: count('failed'),
    skipped: count('skipped'),
    cancelled: count('cancelled'),
    left: count('waiting') + count('running')
  }
}

/** "12 done, 1 failed, 29 left". */
export function progressWords(counts: BulkCounts): string {
  return [
    `${formatCount(counts.done)} done`,
    ...(counts.failed > 0 ? [`${formatCount(counts.failed)} failed`] : []),
    ...(counts.skipped > 0 ? [`${formatCount(counts.skipped)} with nothing to do`] : []),
    ...(counts.cancelled > 0 ? [`${formatCount(counts.cancelled)} cancelled`] : []),
    ...(counts.left > 0 ? [`${formatCount(counts.left)} left`] : [])
  ].join(', ')
}

/** One sentence on a run that has ended. */
export function summaryOfRun(run: BulkRun): string {
  const { all, done, kept, failed, skipped, cancelled } = countsOfRun(run)
  const tookMs = run.endedAtMs === undefined ? undefined : run.endedAtMs - run.startedAtMs
  const scope =
    done === all ? formatCountOf(all, 'organization') : `${formatCount(done)} of ${formatCountOf(all, 'organization')}`
  const time = tookMs === undefined || tookMs < 1_000 ? '' : `, in ${formatDuration(tookMs)}`
  const rest = [
    ...(kept > 0 ? [`${formatCount(kept)} of them ${kept === 1 ? 'waits' : 'wait'} to be sent`] : []),
    ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
    ...(cancelled > 0 ? [`${formatCount(cancelled)} cancelled`] : []),
    ...(skipped > 0 ? [`nothing to do in ${formatCount(skipped)}`] : [])
  ]
  return `${actions[run.action.kind].past} in ${scope}${time}${rest.length === 0 ? '' : `: ${rest.join(', ')}`}.`
}

type CredentialProblem = NonNullable<CredentialList['entries'][number]['problem']>

const problems: Record<CredentialProblem, string> = {
  'no-such-organization': 'No organization in Vigil has this name.',
  twice: 'The list has this organization twice.',
  'no-client-id': 'The client ID is missing.',
  'no-client-secret': 'The client secret is missing.'
}

/** Why an entry of a list of credentials cannot be used. */
export function wordsOfCredentialProblem(problem: CredentialProblem): string {
  return problems[problem]
}
