import type { AuditLoggingRefusal, AuditLoggingState } from '../../../shared/domain/audit-logging.ts'
import { assertNever } from '../../../shared/kit/assert-never.ts'
import type { Tone } from './tone.ts'

export interface AuditLoggingWords {
  /** What the tag says; Sigma's own words where Sigma has some. */
  readonly tag: string
  readonly tone: Tone
  /** One sentence. */
  readonly meaning: string
}

const refusals: Record<AuditLoggingRefusal, string> = {
  'not-permitted':
    'Only a member with the Admin account type may switch audit logging. These credentials belong to somebody else.',
  'region-not-supported': 'Sigma does not offer audit logging in this region.',
  'not-provisioned':
    'Audit logging is not part of this organization’s plan. Sigma Support or the account executive can add it.',
  'credential-refused': 'Sigma refused the credentials. Replace them on the organization’s Overview, then try again.',
  'server-fault': 'Sigma could not do it now. Try again in a few minutes.'
}

/** Why Sigma said no, and what to do. */
export function wordsOfRefusal(reason: AuditLoggingRefusal): string {
  return refusals[reason]
}

/** What a person should know before audit logging is switched on: what is recorded, from when, for how long, how late. */
export const enablingConsequences: readonly string[] = [
  'Sigma records events from the moment audit logging is active. Nothing is retroactive: earlier events cannot be recovered.',
  'Sigma keeps events for 30 days.',
  'It can take up to 2 hours until an event appears as a row.',
  'Activation usually takes a few minutes. Vigil watches it and notifies you.'
]

/** Sigma Audit Logs in one organization, in words. */
export function wordsOfAuditLogging(state: AuditLoggingState): AuditLoggingWords {
  switch (state.kind) {
    case 'unknown':
      return {
        tag: 'Not known',
        tone: 'neutral',
        meaning: 'Vigil could not read so far whether audit logging is on.'
      }
    case 'not-provisioned':
      return { tag: 'Not available', tone: 'neutral', meaning: refusals['not-provisioned'] }
    case 'region-not-supported':
      return { tag: 'Not supported', tone: 'neutral', meaning: refusals['region-not-supported'] }
    case 'disabled':
      return { tag: 'Off', tone: 'neutral', meaning: 'Nothing is being recorded in this organization.' }
    case 'enable-waiting':
      return {
        tag: 'Waiting to send',
        tone: 'working',
        meaning: 'The request to enable is kept and sent when Sigma can be reached.'
      }
    case 'pending':
      return {
        tag: 'Feature Pending',
        tone: 'working',
        meaning: 'Sigma accepted the request and is setting up the audit connection.'
      }
    case 'enabled':
      return { tag: 'On', tone: 'good', meaning: 'Sigma is recording audit events.' }
    case 'disable-waiting':
      return {
        tag: 'Waiting to send',
        tone: 'working',
        meaning: 'The request to disable is kept and sent when Sigma can be reached.'
      }
    case 'disabling':
      return {
        tag: 'Disabling',
        tone: 'working',
        meaning: 'Sigma accepted the request and is winding audit logging down.'
      }
    case 'refused':
      return { tag: 'Refused', tone: 'bad', meaning: refusals[state.reason] }
    case 'timed-out':
      return {
        tag: 'Taking long',
        tone: 'warning',
        meaning: 'The request was accepted, but takes longer than it ever should. Vigil goes on watching.'
      }
    default:
      return assertNever(state)
  }
}
