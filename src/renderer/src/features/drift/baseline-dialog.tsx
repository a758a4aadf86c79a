import { type ReactElement, useMemo, useState } from 'react'
import { booleanSettingKeys, type SettingKey } from '../../../../shared/domain/setting-keys.ts'
import { zoneOptions } from '../../lib/time-zones.ts'
import { Button } from '../../ui/button.tsx'
import { ComboBox } from '../../ui/combo-box.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import type { OwnValues } from './baseline-values.ts'
import styles from './drift.module.css'
import { nameOfCompared } from './drift-words.ts'

const anyValue = 'any'

export interface BaselineDialogProps {
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
  /** What the form holds at first. */
  readonly start: OwnValues
  /** What most organizations have. */
  readonly common: OwnValues
  readonly onSave: (values: OwnValues) => void
  readonly isSaving: boolean
  readonly error: unknown
}

/** The person's own values to compare with; each setting may also be left free. */
export function BaselineDialog(props: BaselineDialogProps): ReactElement {
  return (
    <Dialog isOpen={props.isOpen} onOpenChange={props.onOpenChange} title="Values to compare with" size="large">
      <BaselineForm {...props} />
    </Dialog>
  )
}

/** Apart, so that what was not saved is forgotten when the dialog closes. */
function BaselineForm({ start, common, onSave, onOpenChange, isSaving, error }: BaselineDialogProps): ReactElement {
  const [values, setValues] = useState(start)
  const zone = typeof values.timezone === 'string' ? values.timezone : undefined
  const zones = useMemo(
    () => [
      { value: anyValue, label: 'Any', description: 'Not compared' },
      ...zoneOptions(zone).map((option) => ({ ...option }))
    ],
    [zone]
  )
  const set = (key: SettingKey, value: boolean | string | undefined): void => {
    const { [key]: _before, ...others } = values
    setValues(value === undefined ? others : { ...others, [key]: value })
  }
  const isEmpty = Object.keys(values).length === 0
  return (
    <form
      className="vigil-stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isEmpty) onSave(values)
      }}
    >
      <p className="vigil-muted">
        What differs from these values is marked. “Any” leaves a setting out of the comparison. Nothing is changed in an
        organization until you apply the baseline.
      </p>
      <div className={styles.values}>
        <div className={styles.valueRow}>
          <span className={styles.valueName} aria-hidden="true">
            {nameOfCompared('timezone')}
          </span>
          <div className={styles.zone}>
            <ComboBox
              label={nameOfCompared('timezone')}
              isLabelHidden
              value={zone ?? anyValue}
              onChange={(value) => set('timezone', value === anyValue ? undefined : value)}
              options={zones}
            />
          </div>
        </div>
        {booleanSettingKeys.map((key) => (
          <div key={key} className={styles.valueRow}>
            <span className={styles.valueName} aria-hidden="true">
              {nameOfCompared(key)}
            </span>
            <RadioGroup
              label={nameOfCompared(key)}
              isLabelHidden
              orientation="horizontal"
              value={values[key] === undefined ? anyValue : values[key] === true ? 'on' : 'off'}
              onChange={(value) => set(key, value === anyValue ? undefined : value === 'on')}
              options={[
                { value: 'on', label: 'On' },
                { value: 'off', label: 'Off' },
                { value: anyValue, label: 'Any' }
              ]}
            />
          </div>
        ))}
      </div>
      {error !== null && error !== undefined && <ErrorNotice activity="Saving the values" error={error} />}
      <div className={styles.dialogActions}>
        <Button variant="quiet" onPress={() => setValues(common)}>
          Take what most organizations have
        </Button>
        <span className={styles.grow} />
        <Button onPress={() => onOpenChange(false)}>Cancel</Button>
        <Button type="submit" variant="primary" isPending={isSaving} isDisabled={isEmpty}>
          Compare with these
        </Button>
      </div>
    </form>
  )
}
