import { type SettingKey, settingKeys } from './setting-keys.ts'

/** What is compared between organizations: the settings of General Settings, and whether audit logging is on. */
export const comparedKeys = ['auditLogging', ...settingKeys] as const
export type ComparedKey = SettingKey | 'auditLogging'
export type ComparedValue = boolean | string

/** What is known of one setting of one organization, as far as a comparison needs it. */
export interface ComparedCell {
  readonly value?: ComparedValue | undefined
  readonly unavailable?: unknown
  readonly pending?: { readonly value: ComparedValue; readonly state: 'waiting' | 'sending' | 'refused' } | undefined
}

export interface ComparedRow<Id extends string = string> {
  readonly organizationId: Id
  readonly cells: { readonly [Key in ComparedKey]?: ComparedCell | undefined }
}

/** The values to compare with; a setting that is not among them may have any value. */
export type BaselineValues = { readonly [Key in ComparedKey]?: ComparedValue | undefined }

export type Baseline =
  | { readonly kind: 'organization'; readonly organizationId: string }
  | { readonly kind: 'values'; readonly values: BaselineValues }

/**
 * How a cell stands to the baseline. `pending-…`: a change is on its way, and this is what it would lead to. A change that
 * Sigma refused leads to nothing, so that the value counts.
 */
export const cellComparisons = [
  'same',
  'differs',
  'not-available',
  'not-read',
  'pending-same',
  'pending-differs'
] as const
export type CellComparison = (typeof cellComparisons)[number]
export type ComparisonCounts = Readonly<Record<CellComparison, number>>

export interface RowDrift<Id extends string = string> {
  readonly organizationId: Id
  /** Without those settings for which the baseline has no value. */
  readonly cells: { readonly [Key in ComparedKey]?: CellComparison }
  readonly counts: ComparisonCounts
}

export interface SettingsDrift<Id extends string = string> {
  /** The settings that the baseline has a value for, in the order of `comparedKeys`. */
  readonly keys: readonly ComparedKey[]
  readonly rows: readonly RowDrift<Id>[]
  /** Over all organizations. */
  readonly countsByKey: { readonly [Key in ComparedKey]?: ComparisonCounts }
  /** Organizations with at least one setting that differs, now or after what is on its way. */
  readonly organizationsThatDiffer: number
}

/**
 * The values that a baseline stands for.
 * @returns undefined where it is an organization that is not among the rows: removed, or its settings cannot be read
 */
export function baselineValues(baseline: Baseline, rows: readonly ComparedRow[]): BaselineValues | undefined {
  if (baseline.kind === 'values') return baseline.values
  const row = rows.find((one) => one.organizationId === baseline.organizationId)
  if (row === undefined) return undefined
  const values: { [Key in ComparedKey]?: ComparedValue } = {}
  for (const key of comparedKeys) {
    const value = row.cells[key]?.value
    if (value !== undefined) values[key] = value
  }
  return values
}

/**
 * Compares one cell with the baseline's value.
 * @param cell undefined where nothing is known of the setting
 */
export function compareCell(cell: ComparedCell | undefined, wanted: ComparedValue): CellComparison {
  const { value, unavailable, pending } = cell ?? {}
  if (pending !== undefined && pending.state !== 'refused')
    return pending.value === wanted ? 'pending-same' : 'pending-differs'
  if (value !== undefined) return value === wanted ? 'same' : 'differs'
  return unavailable === undefined ? 'not-read' : 'not-available'
}

/** Compares all organizations with the baseline's values and counts, for each setting and each organization. */
export function compareSettings<Id extends string>(
  rows: readonly ComparedRow<Id>[],
  wanted: BaselineValues
): SettingsDrift<Id> {
  const keys = comparedKeys.filter((key) => wanted[key] !== undefined)
  const countsByKey: { [Key in ComparedKey]?: Record<CellComparison, number> } = {}
  for (const key of keys) countsByKey[key] = noCounts()
  let organizationsThatDiffer = 0
  const compared = rows.map((row): RowDrift<Id> => {
    const cells: { [Key in ComparedKey]?: CellComparison } = {}
    const counts = noCounts()
    for (const key of keys) {
      const value = wanted[key]
      const ofKey = countsByKey[key]
      if (value === undefined || ofKey === undefined) continue
      const comparison = compareCell(row.cells[key], value)
      cells[key] = comparison
      counts[comparison] += 1
      ofKey[comparison] += 1
    }
    if (counts.differs + counts['pending-differs'] > 0) organizationsThatDiffer += 1
    return { organizationId: row.organizationId, cells, counts }
  })
  return { keys, rows: compared, countsByKey, organizationsThatDiffer }
}

function noCounts(): Record<CellComparison, number> {
  return { same: 0, differs: 0, 'not-available': 0, 'not-read': 0, 'pending-same': 0, 'pending-differs': 0 }
}
