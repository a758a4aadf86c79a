import { type ReactElement, useState } from 'react'
import type { GeneralSettings, Setting, SettingKey } from '../../../../shared/contract/settings.ts'
import { type BooleanSettingKey, booleanSettingKeys } from '../../../../shared/domain/setting-keys.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { switchWords } from '../../lib/setting-words.ts'
import { useChangeSetting } from '../../lib/settings-queries.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Section, SettingRow } from '../../ui/section.tsx'
import { Switch } from '../../ui/switch.tsx'
import styles from './general-settings.module.css'
import { OpenInSigma } from './open-in-sigma.tsx'
import { sectionId, settingId } from './section-links.tsx'
import { InSigmaOnly } from './read-only-section.tsx'
import { notesOf, SettingStatus, shownValue } from './setting-status.tsx'
import { readOnlyWords } from './setting-words.ts'

interface FeaturesSectionProps {
  readonly organizationId: OrganizationId
  readonly settings: GeneralSettings
  /** Set off, since a link led to it. */
  readonly marked?: SettingKey | undefined
}

/** The switches of Sigma's section Features, in Sigma's order. */
export function FeaturesSection({ organizationId, settings, marked }: FeaturesSectionProps): ReactElement {
  const rowOf = (key: BooleanSettingKey) => (
    <SwitchRow
      key={key}
      organizationId={organizationId}
      settingKey={key}
      setting={settings.settings.find((setting) => setting.key === key)}
      isMarked={marked === key}
    />
  )
  const inSigma = (words: { readonly name: string; readonly description: string }) => (
    <SettingRow key={words.name} title={words.name} description={words.description} control={<InSigmaOnly />} />
  )
  return (
    <Section
      id={sectionId('Features')}
      title="Features"
      actions={<OpenInSigma organizationId={organizationId} of="Features" />}
    >
      {booleanSettingKeys.flatMap((key) => {
        if (key === 'csvUpload') return [rowOf(key), inSigma(readOnlyWords.internalStages)]
        if (key === 'comments') return [rowOf(key), inSigma(readOnlyWords.annotations)]
        return [rowOf(key)]
      })}
    </Section>
  )
}

interface SwitchRowProps {
  readonly organizationId: OrganizationId
  readonly settingKey: BooleanSettingKey
  readonly setting: Setting | undefined
  readonly isMarked: boolean
}

function SwitchRow({ organizationId, settingKey, setting, isMarked }: SwitchRowProps): ReactElement {
  const words = switchWords[settingKey]
  const change = useChangeSetting()
  const [isAsking, setIsAsking] = useState(false)
  const value = shownValue(setting)
  const set = (isOn: boolean) => {
    if (!change.isPending) change.mutate({ organizationId, key: settingKey, value: isOn })
  }
  const onChange = (isOn: boolean) => {
    if (!isOn && words.off !== undefined) setIsAsking(true)
    else set(isOn)
  }
  return (
    <>
      <SettingRow
        id={settingId(settingKey)}
        isMarked={isMarked}
        title={words.name}
        description={words.description}
        control={
          typeof value === 'boolean' ? (
            <>
              <span className={styles.quiet}>{value ? 'On' : 'Off'}</span>
              <Switch
                label={words.name}
                isLabelHidden
                isSelected={value}
                isDisabled={change.isPending || setting?.pending?.state === 'sending'}
                onChange={onChange}
              />
            </>
          ) : (
            <SettingStatus setting={setting} />
          )
        }
      >
        {notesOf(organizationId, setting, change.error)}
      </SettingRow>
      {words.off === undefined ? null : (
        <ConfirmDialog
          isOpen={isAsking}
          onOpenChange={setIsAsking}
          title={words.off.title}
          confirmLabel={words.off.confirm}
          tone="danger"
          onConfirm={() => {
            setIsAsking(false)
            set(false)
          }}
        >
          <ul className={styles.consequences}>
            {words.off.consequences.map((consequence) => (
              <li key={consequence}>{consequence}</li>
            ))}
          </ul>
        </ConfirmDialog>
      )}
    </>
  )
}
