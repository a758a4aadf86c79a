import { type ReactElement, useMemo } from 'react'
import type { SettingKey, SettingValue } from '../../../../shared/contract/settings.ts'
import { booleanSettingKeys } from '../../../../shared/domain/setting-keys.ts'
import { settingName } from '../../lib/setting-names.ts'
import { switchWords } from '../../lib/setting-words.ts'
import { zoneOptions } from '../../lib/time-zones.ts'
import { ComboBox } from '../../ui/combo-box.tsx'
import { Section, SettingRow } from '../../ui/section.tsx'
import { Select } from '../../ui/select.tsx'
import styles from './bulk.module.css'
import type { SettingValues } from './use-bulk-form.ts'

const asItIs = 'as-it-is'
const asItIsOption = { value: asItIs, label: 'Leave as it is' }
const switchOptions = [asItIsOption, { value: 'on', label: 'On' }, { value: 'off', label: 'Off' }]

export interface SettingValuesSectionProps {
  readonly values: SettingValues
  readonly onChange: (values: SettingValues) => void
}

/** The values that settings are to have everywhere; those that are left as they are may differ. */
export function SettingValuesSection({ values, onChange }: SettingValuesSectionProps): ReactElement {
  const set = (key: SettingKey, value: SettingValue | undefined): void => {
    const { [key]: _before, ...others } = values
    onChange(value === undefined ? others : { ...others, [key]: value })
  }
  const zone = typeof values.timezone === 'string' ? values.timezone : undefined
  const zones = useMemo(() => [asItIsOption, ...zoneOptions(zone)], [zone])
  return (
    <Section title="Settings">
      <SettingRow
        title={settingName('timezone')}
        description="The zone in which everybody in the organization sees dates and times."
        control={
          <div className={styles.zone}>
            <ComboBox
              label={settingName('timezone')}
              isLabelHidden
              isSmall
              value={zone ?? asItIs}
              onChange={(next) => set('timezone', next === asItIs ? undefined : next)}
              options={zones}
            />
          </div>
        }
      />
      {booleanSettingKeys.map((key) => (
        <SettingRow
          key={key}
          title={settingName(key)}
          description={switchWords[key].description}
          control={
            <div className={styles.switch}>
              <Select
                label={settingName(key)}
                isLabelHidden
                isSmall
                value={values[key] === undefined ? asItIs : values[key] === true ? 'on' : 'off'}
                onChange={(next) => set(key, next === asItIs ? undefined : next === 'on')}
                options={switchOptions}
              />
            </div>
          }
        />
      ))}
    </Section>
  )
}
