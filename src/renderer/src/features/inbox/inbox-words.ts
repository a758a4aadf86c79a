import type { InboxEntry } from '../../../../shared/contract/inbox.ts'
import { appErrorCodes } from '../../../../shared/kit/app-error.ts'
import type { AuditLoggingRefusal } from '../../../../shared/domain/audit-logging.ts'
import { wordsOfRefusal } from '../../lib/audit-logging-words.ts'
import { wordsOfError } from '../../lib/error-words.ts'
import { formatDuration } from '../../lib/formats.ts'
import type { Place } from '../../lib/navigation.ts'
import { settingName } from '../../lib/setting-names.ts'
import type { Tone } from '../../lib/tone.ts'

export interface InboxWords {
  readonly tone: Tone
  readonly title: string
  readonly detail: string
  /** What the button that opens the entry says. */
  readonly open: string
  readonly place: Place
}

const refusals: readonly AuditLoggingRefusal[] = [
  'not-permitted',
  'region-not-supported',
  'not-provisioned',
  'credential-refused',
  'server-fault'
]

function reasonOf({ facts }: InboxEntry): string {
  const refusal = refusals.find((one) => one === facts.reason)
  if (refusal !== undefined) return wordsOfRefusal(refusal)
  const code = appErrorCodes.find((one) => one === facts.code)
  if (code === undefined) return 'Sigma gave no reason.'
  const words = wordsOfError({ code, params: facts })
  return `${words.title} ${words.remedy}`
}

/** An inbox entry in words, and where it leads. */
export function wordsOfEntry(entry: InboxEntry): InboxWords {
  const { facts, organizationId } = entry
  const overview: Place = organizationId === undefined ? { to: 'about' } : { to: 'overview', organizationId }
  const settings: Place = organizationId === undefined ? { to: 'about' } : { to: 'general-settings', organizationId }
  switch (entry.kind) {
    case 'audit-logging-activated': {
      const took =
        typeof facts.tookMs === 'number' && facts.tookMs > 0 ? ` It took ${formatDuration(facts.tookMs)}.` : ''
      const place: Place =
        organizationId === undefined
          ? overview
          : typeof facts.connectionId === 'string'
            ? { to: 'connection', organizationId, connectionId: facts.connectionId }
            : { to: 'connections', organizationId }
      return {
        tone: 'good',
        title: 'Sigma Audit Logs is active',
        detail: `Sigma is recording events from now on.${took}`,
        open: 'Browse Connection',
        place
      }
    }
    case 'audit-logging-disabled':
      return {
        tone: 'neutral',
        title: 'Sigma Audit Logs is off',
        detail: 'Sigma records nothing any more. What Vigil has kept stays here.',
        open: 'Open General Settings',
        place: settings
      }
    case 'audit-logging-refused':
      return {
        tone: 'bad',
        title: 'Sigma refused to change audit logging',
        detail: reasonOf(entry),
        open: 'Open General Settings',
        place: settings
      }
    case 'audit-logging-timed-out':
      return {
        tone: 'warning',
        title: 'Sigma Audit Logs is still pending',
        detail:
          'Activation takes longer than it ever should. Vigil goes on watching; if nothing changes, ask Sigma Support.',
        open: 'Open General Settings',
        place: settings
      }
    case 'change-refused':
      return {
        tone: 'bad',
        title: `Sigma refused a change of ${settingName(facts.key)}`,
        detail: `${reasonOf(entry)} The change waits for you: retry or discard it.`,
        open: 'Open General Settings',
        place: settings
      }
    case 'credential-refused':
      return {
        tone: 'bad',
        title: 'Sigma refused the credentials',
        detail: 'Nothing can be read or sent until they are replaced. They are kept all the same.',
        open: 'Replace credentials',
        place: overview
      }
    case 'preferences-set-aside':
      return {
        tone: 'warning',
        title: 'The preferences file was damaged',
        detail: `Vigil started with its usual preferences.${typeof facts.file === 'string' ? ` The damaged file was kept as ${facts.file}.` : ''}`,
        open: 'Open Preferences',
        place: { to: 'preferences' }
      }
    case 'database-restored':
      if (facts.outcome === 'salvaged') return salvaged(entry, overview)
      return {
        tone: 'warning',
        title:
          facts.outcome === 'started-fresh'
            ? 'A damaged database was set aside'
            : 'A damaged database was replaced by a copy',
        detail: `${facts.outcome === 'started-fresh' ? 'There was no sound copy: Vigil began a new one, and reads again what Sigma still has.' : 'Vigil went on with the newest copy that passed its check.'}${typeof facts.file === 'string' ? ` The damaged file was kept as ${facts.file}.` : ''}`,
        open: organizationId === undefined ? 'Open About' : 'Open the organization',
        place: overview
      }
  }
}

/** What came of a damaged archive: in numbers, and which days miss something. */
function salvaged({ facts }: InboxEntry, place: Place): InboxWords {
  const rows = (value: unknown) => `${Number(value).toLocaleString('en-US')} ${value === 1 ? 'event' : 'events'}`
  const hasLost = Number(facts.rowsLost) > 0
  const lost = hasLost
    ? ` ${rows(facts.rowsLost)} could not be read, of ${facts.daysLost}. What Sigma still has of them is read again.`
    : facts.isComplete === 'yes'
      ? ' Nothing is missing.'
      : ' Whether more was in it cannot be told; what Sigma still has is read again.'
  return {
    tone: hasLost ? 'bad' : 'good',
    title: hasLost ? 'Some events of a damaged archive are lost' : 'A damaged archive was salvaged',
    detail: `${rows(facts.rowsRead)} were read from ${facts.file}, ${rows(facts.rowsAdded)} of them were put back.${lost}`,
    open: 'Open the organization',
    place
  }
}
