import type { SettingsRow } from '../../../../shared/contract/drift.ts'
import { type SettingKey, settingKeys } from '../../../../shared/domain/setting-keys.ts'
import type { BaselineValues } from '../../../../shared/domain/settings-drift.ts'
import type { SettingValue } from '../../../../shared/contract/settings.ts'

/** Values that a person chose; a setting that is not named may have any. */
export type OwnValues = { [Key in SettingKey]?: SettingValue }

/** The values that most organizations have, setting by setting; none for a setting that nobody has read. */
export function mostCommonValues(rows: readonly SettingsRow[]): OwnValues {
  const values: OwnValues = {}
  for (const key of settingKeys) {
    const counts = new Map<SettingValue, number>()
    for (const { cells } of rows) {
      const value = cells[key]?.value
      if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1)
    }
    const [most] = [...counts].toSorted(([, left], [, right]) => right - left)
    if (most !== undefined) values[key] = most[0]
  }
  return values
}

/** The part of a baseline that can be applied: audit logging is switched in a way of its own. */
export function applicableValues(wanted: BaselineValues): OwnValues {
  const values: OwnValues = {}
  for (const key of settingKeys) {
    const value = wanted[key]
    if (value !== undefined) values[key] = value
  }
  return values
}
