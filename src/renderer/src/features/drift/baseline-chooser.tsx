import { SlidersHorizontal } from 'lucide-react'
import { type ReactElement, useMemo, useState } from 'react'
import type { Organization } from '../../../../shared/contract/organizations.ts'
import type { SettingsBaseline } from '../../../../shared/contract/preferences.ts'
import type { SettingsRow } from '../../../../shared/contract/drift.ts'
import type { BaselineValues } from '../../../../shared/domain/settings-drift.ts'
import { isUuid, type OrganizationId } from '../../../../shared/kit/ids.ts'
import { useSetPreferences } from '../../lib/preference-queries.ts'
import { Button } from '../../ui/button.tsx'
import { ComboBox } from '../../ui/combo-box.tsx'
import { Tool } from '../../ui/tools.tsx'
import { BaselineDialog } from './baseline-dialog.tsx'
import { applicableValues, mostCommonValues } from './baseline-values.ts'

const ownValues = 'values'

/** What the settings are compared with: an organization, or values of the person's own. Remembered. */
export function BaselineChooser({
  baseline,
  wanted,
  organizations,
  rows
}: {
  readonly baseline: SettingsBaseline | undefined
  readonly wanted: BaselineValues | undefined
  readonly organizations: readonly Organization[]
  readonly rows: readonly SettingsRow[]
}): ReactElement {
  const setPreferences = useSetPreferences()
  const [isEditing, setIsEditing] = useState(false)
  const options = useMemo(
    () => [
      { value: ownValues, label: 'Own values', description: 'Values that you choose' },
      ...organizations.map(({ id, name }) => ({ value: id as string, label: name, group: 'An organization' }))
    ],
    [organizations]
  )
  const common = useMemo(() => (isEditing ? mostCommonValues(rows) : {}), [isEditing, rows])
  const start = baseline?.kind === 'values' ? baseline.values : wanted === undefined ? common : applicableValues(wanted)
  const save = (next: SettingsBaseline, onSuccess?: () => void): void =>
    setPreferences.mutate({ settingsBaseline: next }, onSuccess === undefined ? {} : { onSuccess })
  const choose = (value: string): void => {
    if (value === ownValues) setIsEditing(true)
    else if (isUuid(value)) save({ kind: 'organization', organizationId: value as OrganizationId })
  }
  const chosen = baseline === undefined ? undefined : baseline.kind === 'values' ? ownValues : baseline.organizationId
  return (
    <>
      <Tool>
        <ComboBox
          // a choice of "Own values" that is cancelled must not stay in the field
          key={`${chosen ?? ''}/${isEditing}`}
          label="Compare with"
          isLabelHidden
          placeholder="Compare with …"
          value={chosen}
          onChange={choose}
          options={options}
        />
      </Tool>
      {chosen === ownValues && (
        <Button icon={SlidersHorizontal} onPress={() => setIsEditing(true)}>
          Edit values …
        </Button>
      )}
      <BaselineDialog
        isOpen={isEditing}
        onOpenChange={setIsEditing}
        start={start}
        common={common}
        onSave={(values) => save({ kind: 'values', values }, () => setIsEditing(false))}
        isSaving={setPreferences.isPending}
        error={setPreferences.error}
      />
    </>
  )
}
