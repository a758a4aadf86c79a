import type { ConnectionTestStep, ConnectionTestStepName } from '../../../shared/contract/credentials.ts'
import { wordsOfError } from './error-words.ts'
import type { Tone } from './tone.ts'

const titles: Record<ConnectionTestStepName, string> = {
  'name-resolution': 'Find the API address',
  tls: 'Secure connection (TLS)',
  token: 'Sign in with client ID and secret',
  whoami: 'Organization that the credentials belong to',
  'account-type': 'Member with the Admin account type',
  region: 'Region supports audit logging',
  'audit-connection': 'Audit connection'
}

const outcomes: Record<ConnectionTestStep['outcome'], { readonly word: string; readonly tone: Tone }> = {
  waiting: { word: 'Waiting', tone: 'neutral' },
  running: { word: 'Running', tone: 'working' },
  passed: { word: 'Passed', tone: 'good' },
  warning: { word: 'Passed, with a note', tone: 'warning' },
  failed: { word: 'Failed', tone: 'bad' },
  skipped: { word: 'Skipped', tone: 'neutral' }
}

const notEnough =
  'Reading works, but only a member with the Admin account type may switch audit logging and see the audit connection.'
const regionNotSupported = 'Sigma does not offer audit logging in this region. Everything else works.'
const regionUnknown =
  'Whether Sigma offers audit logging here is not known beforehand. It shows when audit logging is enabled.'
const noAuditConnection =
  'There is none yet. It appears a few minutes after audit logging is enabled under Administration > General Settings.'
const noneVisible = 'None that these credentials can see. Only Admins see it, unless it was granted to others.'
const noneInRegion = 'There is none, and this region does not offer audit logging.'

/** What will be missing although the step passed. */
function noteOf({ name, facts, error }: ConnectionTestStep): string | undefined {
  switch (name) {
    case 'account-type':
      return notEnough
    case 'region':
      return facts.support === 'not-supported' ? regionNotSupported : regionUnknown
    case 'audit-connection':
      if (facts.canBeEnabled === 'no') return noneInRegion
      return facts.mayBeHidden === 'yes' ? noneVisible : noAuditConnection
    default:
      return error === undefined ? undefined : wordsOfError(error).remedy
  }
}

/** The facts worth showing, in this order; ids that only machines compare stay out. */
const shownFacts: Record<ConnectionTestStepName, readonly string[]> = {
  'name-resolution': ['host'],
  tls: [],
  token: [],
  whoami: ['organizationId'],
  'account-type': ['accountType', 'name', 'email'],
  region: ['region'],
  'audit-connection': ['connectionName']
}

export interface ConnectionTestStepWords {
  readonly title: string
  readonly outcome: string
  readonly tone: Tone
  /** What was found: a host, a person, an account type. */
  readonly found?: string
  /** What went wrong, for a failed step. */
  readonly problem?: string
  readonly remedy?: string
}

/** One step of a connection test, in words. */
export function wordsOfTestStep(step: ConnectionTestStep): ConnectionTestStepWords {
  const { word, tone } = outcomes[step.outcome]
  const found = shownFacts[step.name]
    .map((fact) => step.facts[fact])
    .filter(Boolean)
    .join(' · ')
  const base = { title: titles[step.name], outcome: word, tone, ...(found === '' ? {} : { found }) }
  if (step.outcome === 'failed') {
    const words = wordsOfError(step.error ?? { code: 'internal', params: {} })
    return { ...base, problem: words.title, remedy: words.remedy }
  }
  if (step.outcome === 'warning') {
    const note = noteOf(step)
    return { ...base, ...(note === undefined ? {} : { remedy: note }) }
  }
  return base
}

/** The whole outcome in one sentence. */
export function summaryOfTest(steps: readonly ConnectionTestStep[]): { readonly tone: Tone; readonly text: string } {
  if (steps.some((step) => step.outcome === 'failed'))
    return { tone: 'bad', text: 'The test failed. The line that failed says what to do.' }
  if (steps.some((step) => step.outcome === 'warning'))
    return { tone: 'warning', text: 'The credentials work. The notes say what will be missing.' }
  return { tone: 'good', text: 'Everything works.' }
}
