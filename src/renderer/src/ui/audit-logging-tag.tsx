import { Circle, CircleCheck, CircleHelp, Clock, type LucideIcon, Send } from 'lucide-react'
import type { ReactElement } from 'react'
import type { AuditLoggingState } from '../../../shared/domain/audit-logging.ts'
import { wordsOfAuditLogging } from '../lib/audit-logging-words.ts'
import { formatAbsolute } from '../lib/formats.ts'
import { Tag } from './tag.tsx'
import { Tooltip } from './tooltip.tsx'

const icons: Partial<Record<AuditLoggingState['kind'], LucideIcon>> = {
  unknown: CircleHelp,
  disabled: Circle,
  'enable-waiting': Send,
  'disable-waiting': Send,
  pending: Clock,
  disabling: Clock,
  enabled: CircleCheck
}

export interface AuditLoggingTagProps {
  readonly state: AuditLoggingState
  /** What to expect, such as "usually 2–4 min"; added to the tooltip. */
  readonly expectation?: string | undefined
  /** In a table the tag is no tab stop of its own; the meaning is its title. */
  readonly isInTable?: boolean
}

/** Sigma Audit Logs as a tag: Off, Feature Pending, On, Disabling … with the meaning as a tooltip. */
export function AuditLoggingTag({ state, expectation, isInTable = false }: AuditLoggingTagProps): ReactElement {
  const words = wordsOfAuditLogging(state)
  const icon = icons[state.kind]
  const since = 'requestedAtMs' in state ? ` Since ${formatAbsolute(state.requestedAtMs)}.` : ''
  const expected = expectation === undefined ? '' : ` It takes ${expectation}.`
  if (isInTable)
    return (
      <span title={`${words.meaning}${since}${expected}`}>
        <Tag tone={words.tone} {...(icon === undefined ? {} : { icon })}>
          {words.tag}
        </Tag>
      </span>
    )
  return (
    <Tooltip isFocusable text={`${words.meaning}${since}${expected}`}>
      <Tag tone={words.tone} role="note" tabIndex={0} {...(icon === undefined ? {} : { icon })}>
        {words.tag}
      </Tag>
    </Tooltip>
  )
}
