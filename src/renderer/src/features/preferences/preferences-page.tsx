import type { ReactElement } from 'react'
import type { Preferences } from '../../../../shared/contract/preferences.ts'
import { usePreferences, useSetPreferences } from '../../lib/preference-queries.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { Section, SettingRow } from '../../ui/section.tsx'
import { KeychainSection } from './keychain-section.tsx'
import { ShortcutsSection } from './shortcuts-section.tsx'

const themes: readonly { readonly value: Preferences['theme']; readonly label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' }
]

/** What is kept on this computer about the window, and the state of the keychain. */
export function PreferencesPage(): ReactElement {
  const preferences = usePreferences()
  const set = useSetPreferences()
  return (
    <Page
      title="Preferences"
      description="These apply to Vigil on this computer. They are not settings of any organization."
    >
      {preferences.isError && (
        <ErrorNotice
          activity="Reading the preferences"
          error={preferences.error}
          onRetry={() => void preferences.refetch()}
        />
      )}
      {set.isError && <ErrorNotice activity="The preference was not kept" error={set.error} />}
      <Section title="Appearance">
        <SettingRow
          title="Theme"
          description="The colours of the window."
          control={
            <RadioGroup
              label="Theme"
              isLabelHidden
              orientation="horizontal"
              value={preferences.data?.theme}
              onChange={(theme) => set.mutate({ theme })}
              options={themes}
              isDisabled={!preferences.isSuccess}
            />
          }
        />
      </Section>
      <KeychainSection />
      <ShortcutsSection />
    </Page>
  )
}
