import { Ban, CircleDashed, Clock, ClockAlert, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { ComparedKey } from '../../../../shared/contract/drift.ts'
import type { SettingValue } from '../../../../shared/contract/settings.ts'
import type { CellComparison, ComparedCell } from '../../../../shared/domain/settings-drift.ts'
import { settingName } from '../../lib/setting-names.ts'
import type { Tone } from '../../lib/tone.ts'

/** What a column of the matrix is called. */
export function nameOfCompared(key: ComparedKey): string {
  return key === 'auditLogging' ? 'Audit logging' : settingName(key)
}

/** On, Off, or the zone. */
export function wordOfCompared(value: SettingValue): string {
  if (typeof value === 'string') return value.replaceAll('_', ' ')
  return value ? 'On' : 'Off'
}

export interface ComparisonWords {
  readonly word: string
  readonly tone: Tone
  /** Undefined for what needs no mark. */
  readonly icon: LucideIcon | undefined
}

const comparisonWords: Record<CellComparison, ComparisonWords> = {
  same: { word: 'As the baseline', tone: 'good', icon: undefined },
  differs: { word: 'Differs from the baseline', tone: 'warning', icon: TriangleAlert },
  'not-available': { word: 'Not available in this organization', tone: 'neutral', icon: Ban },
  'not-read': { word: 'Not read yet', tone: 'neutral', icon: CircleDashed },
  'pending-same': { word: 'As the baseline once the change is sent', tone: 'working', icon: Clock },
  'pending-differs': {
    word: 'Differs from the baseline, also once the change is sent',
    tone: 'warning',
    icon: ClockAlert
  }
}

/** How a cell stands to the baseline, in words. */
export function wordsOfComparison(comparison: CellComparison): ComparisonWords {
  return comparisonWords[comparison]
}

/** What the cell says: the value, and where a change is on its way, what it becomes. */
export function textOfCell(cell: ComparedCell | undefined): string {
  const { value, unavailable, pending } = cell ?? {}
  if (pending !== undefined && pending.state !== 'refused')
    return value === undefined
      ? wordOfCompared(pending.value)
      : `${wordOfCompared(value)} → ${wordOfCompared(pending.value)}`
  if (value !== undefined) return wordOfCompared(value)
  return unavailable === undefined ? 'Not read' : 'Not available'
}
