import type { Handlers } from '../../shared/contract/api-types.ts'
import type { Preferences } from '../../shared/contract/preferences.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { PreferencesFile } from '../ports/preferences-file.port.ts'

/** Answers the calls of the group `preferences`. */
export function preferenceHandlers(
  file: PreferencesFile,
  announce: Announce,
  applied: (preferences: Preferences) => void
): Handlers<'preferences'> {
  return {
    getPreferences: async () => file.read(),
    setPreferences: async (change) => {
      const preferences = file.write(change)
      applied(preferences)
      announce('preferencesChanged', preferences)
      return preferences
    }
  }
}
