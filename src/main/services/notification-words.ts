import type { InboxEntry } from '../../shared/contract/inbox.ts'
import { minuteMs, secondMs } from '../../shared/kit/time.ts'
import type { DesktopNotification } from '../ports/notifier.port.ts'

const openInSigma = { id: 'open-in-sigma', label: 'Open in Sigma' }

/**
 * The desktop notification of an inbox entry. It names the organization and nothing else: notifications are shown on
 * lock screens and shared displays.
 */
export function notificationFor(entry: InboxEntry): DesktopNotification {
  const isSandbox = entry.facts.organizationKind === 'sandbox'
  return {
    key: `${entry.kind}:${entry.organizationId ?? 'vigil'}`,
    ...wordsFor(entry),
    actions: entry.kind === 'audit-logging-activated' && !isSandbox ? [openInSigma] : []
  }
}

function wordsFor(entry: InboxEntry): { title: string; body: string } {
  const name = entry.organizationName
  switch (entry.kind) {
    case 'audit-logging-activated':
      return { title: 'Sigma Audit Logs is active', body: `${name}: ready to browse${took(entry.facts.tookMs)}.` }
    case 'audit-logging-disabled':
      return { title: 'Sigma Audit Logs is off', body: `${name}: no more events are recorded.` }
    case 'audit-logging-refused':
      return { title: 'Sigma Audit Logs was not changed', body: `${name}: Sigma refused the request.` }
    case 'audit-logging-timed-out':
      return { title: 'Sigma Audit Logs is still pending', body: `${name}: activation takes longer than usual.` }
    case 'change-refused':
      return { title: 'A setting was not changed', body: `${name}: the change waits for you.` }
    case 'credential-refused':
      return { title: 'Credentials refused', body: `${name}: Sigma does not accept them.` }
    case 'preferences-set-aside':
    case 'database-restored':
      return { title: 'A damaged file was set aside', body: 'Open Vigil to see what happened.' }
  }
}

function took(value: string | number | undefined): string {
  if (typeof value !== 'number') return ''
  if (value < minuteMs) return ` after ${Math.max(1, Math.round(value / secondMs))} s`
  return ` after ${Math.round(value / minuteMs)} min`
}
