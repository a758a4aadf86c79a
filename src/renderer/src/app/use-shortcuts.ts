import { useEffect } from 'react'
import { type Place, useGo } from '../lib/navigation.ts'
import { useOrganizations } from '../lib/organization-queries.ts'

/** True on a Mac, where shortcuts use Command. */
export function isMac(): boolean {
  return navigator.platform.startsWith('Mac')
}

/**
 * Ctrl or Cmd with 1–9 opens an organization, with K finds one, with N adds one, with Shift+A shows all, with a comma opens
 * Preferences.
 */
export function useShortcuts({ onFind }: { readonly onFind: () => void }): void {
  const go = useGo()
  const organizations = useOrganizations().data
  useEffect(() => {
    const follow = (event: KeyboardEvent): void => {
      const isModified = isMac() ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey
      if (!isModified || event.altKey || event.defaultPrevented) return
      // A dialog is a question that wants an answer first.
      if (document.querySelector('[role="dialog"], [role="alertdialog"]') !== null) return
      if (!event.shiftKey && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        onFind()
        return
      }
      const place = event.shiftKey ? placeOfShiftedKey(event.key) : placeOfKey(event.key)
      if (place === undefined) return
      event.preventDefault()
      go(place)
    }
    const placeOfShiftedKey = (key: string): Place | undefined =>
      key.toLowerCase() === 'a' ? { to: 'fleet' } : undefined
    const placeOfKey = (key: string): Place | undefined => {
      if (key === ',') return { to: 'preferences' }
      if (key.toLowerCase() === 'n') return { to: 'add-organization' }
      if (!/^[1-9]$/.test(key)) return undefined
      const organization = organizations?.[Number(key) - 1]
      return organization && { to: 'overview', organizationId: organization.id }
    }
    window.addEventListener('keydown', follow)
    return () => window.removeEventListener('keydown', follow)
  }, [go, organizations, onFind])
}
