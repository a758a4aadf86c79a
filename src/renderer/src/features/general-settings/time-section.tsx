import { type ReactElement, type Ref, useMemo, useRef, useState } from 'react'
import type { GeneralSettings } from '../../../../shared/contract/settings.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { useChangeSetting } from '../../lib/settings-queries.ts'
import { Button } from '../../ui/button.tsx'
import { ComboBox } from '../../ui/combo-box.tsx'
import { Section, SettingRow } from '../../ui/section.tsx'
import styles from './general-settings.module.css'
import { notesOf, SettingStatus, shownValue } from './setting-status.tsx'
import { sectionId, settingId } from './section-links.tsx'
import { zoneOptions } from '../../lib/time-zones.ts'

interface TimeSectionProps {
  readonly organizationId: OrganizationId
  readonly settings: GeneralSettings
  /** Set off, since a link led to it. */
  readonly isMarked?: boolean
}

/** Account Timezone with Edit, Save and Cancel. */
export function TimeSection({ organizationId, settings, isMarked = false }: TimeSectionProps): ReactElement {
  const setting = settings.settings.find(({ key }) => key === 'timezone')
  const value = shownValue(setting)
  const change = useChangeSetting()
  const [edit, setEdit] = useState<'not-yet' | 'open' | 'left'>('not-yet')
  const isEditing = edit === 'open'
  const form = useRef<HTMLFormElement>(null)
  // the focus goes back where it came from, unless it has gone elsewhere meanwhile
  const leave = () => setEdit(form.current?.contains(document.activeElement) ? 'left' : 'not-yet')
  const save = (zone: string) => {
    if (change.isPending) return
    change.mutate({ organizationId, key: 'timezone', value: zone }, { onSuccess: leave })
  }
  const notes = notesOf(organizationId, setting, change.error)
  const zone = typeof value === 'string' ? value : undefined
  return (
    <Section title="Time" id={sectionId('Time')}>
      <SettingRow
        id={settingId('timezone')}
        isMarked={isMarked}
        title="Account Timezone"
        description="The zone in which everybody in the organization sees dates and times."
        control={
          zone === undefined ? (
            <SettingStatus setting={setting} />
          ) : isEditing ? undefined : (
            <>
              <span className={styles.value}>{zone}</span>
              <Button
                aria-label="Edit Account Timezone"
                isFocusedFirst={edit === 'left'}
                onPress={() => setEdit('open')}
              >
                Edit
              </Button>
            </>
          )
        }
      >
        {isEditing && zone !== undefined ? (
          <>
            <ZoneForm ref={form} zone={zone} isSaving={change.isPending} onSave={save} onCancel={leave} />
            {notes}
          </>
        ) : (
          notes
        )}
      </SettingRow>
    </Section>
  )
}

interface ZoneFormProps {
  readonly zone: string
  readonly isSaving: boolean
  readonly onSave: (zone: string) => void
  readonly onCancel: () => void
  readonly ref: Ref<HTMLFormElement>
}

function ZoneForm({ zone, isSaving, onSave, onCancel, ref }: ZoneFormProps): ReactElement {
  const [chosen, setChosen] = useState(zone)
  const options = useMemo(() => zoneOptions(zone), [zone])
  return (
    <form
      ref={ref}
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (chosen !== zone) onSave(chosen)
      }}
    >
      <ComboBox
        label="Account Timezone"
        value={chosen}
        onChange={setChosen}
        options={options}
        isFocusedFirst
        hint="Changes what date filters mean. Timestamps without a zone keep their digits."
      />
      <div className={styles.actions}>
        <Button type="submit" variant="primary" isPending={isSaving} isDisabled={chosen === zone}>
          Save
        </Button>
        <Button onPress={onCancel}>Cancel</Button>
      </div>
    </form>
  )
}
