import type { GeneralSettings } from '../../../../shared/contract/settings.ts'
import { connectionOf } from '../../../../shared/domain/audit-logging.ts'
import { assertNever } from '../../../../shared/kit/assert-never.ts'
import { secondMs } from '../../../../shared/kit/time.ts'
import { wordsOfAuditLogging, wordsOfRefusal } from '../../lib/audit-logging-words.ts'
import { wordsOfError } from '../../lib/error-words.ts'
import { formatAbsolute, formatDuration, formatRelative, formatUsually } from '../../lib/formats.ts'
import type { Tone } from '../../lib/tone.ts'

/** Everything that can be done about Sigma Audit Logs. */
export type AuditLoggingControl =
  | 'enable'
  | 'browse'
  | 'disable'
  | 'send-now'
  | 'withdraw'
  | 'stop-waiting'
  | 'retry'
  | 'dismiss'
  | 'check-now'
  | 'open-in-sigma'

export interface AuditLoggingView {
  readonly tag: string
  readonly tone: Tone
  /** For the tag's tooltip. */
  readonly tooltip?: string
  /** One sentence or two each. */
  readonly lines: readonly string[]
  readonly controls: readonly AuditLoggingControl[]
}

/** Shorter than this, a time that is still to come is no number worth reading. */
const momentMs = 10 * secondMs

type Settings = Pick<GeneralSettings, 'auditLogging' | 'freshness' | 'actingMember'>

/**
 * What the setting Sigma Audit Logs shows: tag, sentences and controls, for every state.
 * Words in Sigma's own user interface (Feature Pending, Browse Connection, Disable, Disabling) are Sigma's.
 */
export function viewOfAuditLogging(settings: Settings, nowMs: number): AuditLoggingView {
  const { state } = settings.auditLogging
  const { tag, tone, meaning } = wordsOfAuditLogging(state)
  const base = { tag, tone }
  switch (state.kind) {
    case 'unknown':
      if (isNoAdmin(settings))
        return {
          tag: 'Not visible',
          tone: 'neutral',
          lines: [
            'These credentials may not see whether audit logging is on.',
            ...adminLines(settings),
            ...lastErrorLines(settings, nowMs)
          ],
          controls: ['check-now', 'open-in-sigma']
        }
      return settings.freshness.isReading
        ? { tag: 'Reading', tone: 'working', lines: ['Vigil is reading this setting from Sigma.'], controls: [] }
        : { ...base, lines: [meaning, ...lastErrorLines(settings, nowMs)], controls: ['check-now'] }
    case 'not-provisioned':
      return {
        ...base,
        lines: [
          'Sigma does not offer audit logging in this organization. To have it added, contact Sigma Support or your Sigma Account Executive.'
        ],
        controls: ['check-now']
      }
    case 'region-not-supported':
      return {
        ...base,
        lines: [`${meaning} An organization’s region cannot be changed after it was created.`],
        controls: ['open-in-sigma']
      }
    case 'disabled':
      return {
        ...base,
        lines: [
          isNoAdmin(settings) ? meaning : `${meaning} Enable it to keep a record of who did what, from then on.`,
          ...ageLines(settings, nowMs),
          ...adminLines(settings)
        ],
        controls: isNoAdmin(settings) ? ['open-in-sigma'] : ['enable']
      }
    case 'enable-waiting':
    case 'disable-waiting':
      return waitingView(settings, nowMs, state.requestedAtMs, state.kind === 'enable-waiting')
    case 'pending':
      return {
        ...base,
        tooltip: sinceAndUsually(settings, state.requestedAtMs, nowMs),
        lines: [
          `${meaning} ${usually(settings)} Vigil notifies you when it is ready; you may close this page or quit.`,
          ...nextCheckLines(settings, nowMs)
        ],
        controls: ['check-now']
      }
    case 'timed-out':
      return {
        ...base,
        tooltip: sinceAndUsually(settings, state.requestedAtMs, nowMs),
        lines: [
          `Sigma accepted the request ${formatRelative(state.requestedAtMs, nowMs)}, and audit logging is still not active. ${usually(settings)}`,
          'Look at General Settings in Sigma; if it says Feature Pending there too, contact Sigma Support. Vigil goes on watching, less often.',
          ...nextCheckLines(settings, nowMs)
        ],
        controls: ['check-now', 'open-in-sigma', 'stop-waiting']
      }
    case 'enabled':
      return {
        ...base,
        lines: [`${meaning} ${activeSince(state)}`.trim(), ...ageLines(settings, nowMs), ...adminLines(settings)],
        controls: isNoAdmin(settings) ? ['browse'] : ['browse', 'disable']
      }
    case 'disabling':
      return {
        ...base,
        tooltip: `Since ${formatAbsolute(state.requestedAtMs)}.`,
        lines: [
          `${meaning} What was captured before is kept in Sigma for 30 days. Rows that Vigil holds stay in Vigil.`,
          ...nextCheckLines(settings, nowMs)
        ],
        controls: ['check-now']
      }
    case 'refused': {
      const asked = state.request === 'enable' ? 'enable' : 'disable'
      return {
        ...base,
        tooltip: formatAbsolute(state.refusedAtMs),
        lines: [
          `Sigma refused the request to ${asked} audit logging ${formatRelative(state.refusedAtMs, nowMs)}. ${wordsOfRefusal(state.reason)}`,
          ...(state.reason === 'not-permitted' ? actingLines(settings) : []),
          state.request === 'enable' ? 'Audit logging is still off.' : 'Audit logging is still on.'
        ],
        controls: connectionOf(state) === undefined ? ['retry', 'dismiss'] : ['browse', 'retry', 'dismiss']
      }
    }
    default:
      return assertNever(state)
  }
}

function waitingView(settings: Settings, nowMs: number, requestedAtMs: number, isEnable: boolean): AuditLoggingView {
  const { pending } = settings.auditLogging
  const request = isEnable ? 'enable' : 'disable'
  const asked = `You asked to ${request} audit logging ${formatRelative(requestedAtMs, nowMs)}.`
  const tooltip = `Asked for on ${formatAbsolute(requestedAtMs)}.`
  const browse: readonly AuditLoggingControl[] = isEnable ? [] : ['browse']
  if (
    pending?.state === 'sending' ||
    (pending !== undefined && pending.attempts === 0 && pending.lastError === undefined)
  ) {
    return {
      tag: 'Sending',
      tone: 'working',
      tooltip,
      lines: [`${asked} Vigil is sending the request to Sigma.`],
      controls: [...browse, 'withdraw']
    }
  }
  const error = pending?.lastError
  const why = error === undefined ? '' : ` ${wordsOfError(error).title}`
  const next = pending?.nextAttemptAtMs
  const nextLine =
    next === undefined || next <= nowMs
      ? ''
      : ` Next try ${next - nowMs < momentMs ? 'in a moment' : formatRelative(next, nowMs)}.`
  return {
    tag: 'Waiting to send',
    tone: 'warning',
    tooltip,
    lines: [
      `${asked}${why} The request is kept, also when you quit, and sent as soon as Sigma can be reached.${nextLine}`
    ],
    controls: [...browse, 'send-now', 'withdraw']
  }
}

function isNoAdmin(settings: Settings): boolean {
  return settings.auditLogging.isAdmin === false
}

function adminLines(settings: Settings): readonly string[] {
  return isNoAdmin(settings)
    ? ['Only the Admin account type can switch audit logging on or off.', ...actingLines(settings)]
    : []
}

function actingLines({ actingMember, auditLogging }: Settings): readonly string[] {
  if (actingMember === undefined) return []
  const type = auditLogging.accountType === undefined ? '' : `, whose account type is ${auditLogging.accountType}`
  return [`Vigil acts as ${actingMember.name} (${actingMember.email})${type}.`]
}

/** Said only when the value may be old: the last try to read failed. */
function ageLines({ freshness }: Settings, nowMs: number): readonly string[] {
  if (freshness.lastError === undefined) return []
  const age = freshness.readAtMs === undefined ? 'before' : formatRelative(freshness.readAtMs, nowMs)
  return [
    `This is what Sigma said ${age}. ${wordsOfError(freshness.lastError).title} A request made now is kept and sent later.`
  ]
}

function lastErrorLines({ freshness }: Settings, nowMs: number): readonly string[] {
  if (freshness.lastError === undefined) return []
  const { title, remedy } = wordsOfError(freshness.lastError)
  const when = freshness.lastErrorAtMs === undefined ? '' : ` (${formatRelative(freshness.lastErrorAtMs, nowMs)})`
  return [`${title}${when} ${remedy}`]
}

function nextCheckLines({ auditLogging }: Settings, nowMs: number): readonly string[] {
  const next = auditLogging.nextCheckAtMs
  if (next === undefined) return []
  return [next <= nowMs ? 'Checking now…' : `Next check in ${formatDuration(Math.max(secondMs, next - nowMs))}.`]
}

function usually({ auditLogging }: Settings): string {
  const span = formatUsually(auditLogging.earlierActivationsMs)
  return span === undefined
    ? 'Sigma says this usually takes a few minutes.'
    : `Earlier activations ${span.replace('usually', 'usually took')}.`
}

function sinceAndUsually(settings: Settings, requestedAtMs: number, nowMs: number): string {
  return `Since ${formatAbsolute(requestedAtMs)}, for ${formatDuration(Math.max(secondMs, nowMs - requestedAtMs))}. ${usually(settings)}`
}

function activeSince(state: { readonly activatedAtMs?: number; readonly tookMs?: number }): string {
  if (state.activatedAtMs === undefined) return ''
  const took = state.tookMs === undefined ? '' : `; activation took ${formatDuration(state.tookMs)}`
  return `Active since ${formatAbsolute(state.activatedAtMs)}${took}.`
}
