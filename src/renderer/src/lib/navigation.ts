import { useRouter, useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Destination } from '../../../shared/contract/events.ts'
import type { SettingKey } from '../../../shared/contract/settings.ts'
import { isUuid, type OrganizationId } from '../../../shared/kit/ids.ts'
import { assertNever } from '../../../shared/kit/assert-never.ts'
import { onEvent } from './api.ts'
import type { OrganizationPrefill } from './organization-prefill.ts'

/** The pages of an organization's archive; the first one has no name in its path. */
export const archiveSections = ['state', 'import', 'columns', 'retention', 'backups', 'integrity', 'evidence'] as const
export type ArchiveSection = (typeof archiveSections)[number]

/** Every page of the window. Features link to each other by naming a place, without importing each other. */
export type Place =
  /** Leads on to the organization that was open last, or to the welcome. */
  | { readonly to: 'start' }
  | { readonly to: 'welcome' }
  /** `prefill`: what the form holds at first. */
  | { readonly to: 'add-organization'; readonly prefill?: OrganizationPrefill }
  | { readonly to: 'overview'; readonly organizationId: OrganizationId }
  | { readonly to: 'connections'; readonly organizationId: OrganizationId }
  | {
      readonly to: 'connection'
      readonly organizationId: OrganizationId
      readonly connectionId: string
      readonly path?: readonly string[]
    }
  | { readonly to: 'audit-log'; readonly organizationId: OrganizationId }
  | { readonly to: 'archive'; readonly organizationId: OrganizationId; readonly section?: ArchiveSection }
  /** `section`: scrolled to Audit Logging, which is far down. `setting`: scrolled to this one, and marked. */
  | {
      readonly to: 'general-settings'
      readonly organizationId: OrganizationId
      readonly section?: 'audit-logging'
      readonly setting?: SettingKey
    }
  | { readonly to: 'fleet' }
  | { readonly to: 'changes' }
  /** `runId`: that run; otherwise what a new one would do. */
  | { readonly to: 'bulk'; readonly runId?: string }
  /** `search`: what is looked for at first. */
  | { readonly to: 'users'; readonly organizationId: OrganizationId; readonly search?: string }
  | { readonly to: 'teams'; readonly organizationId: OrganizationId }
  | { readonly to: 'account-types'; readonly organizationId: OrganizationId }
  | { readonly to: 'tenants'; readonly organizationId: OrganizationId }
  | { readonly to: 'people'; readonly search?: string }
  | { readonly to: 'drift' }
  | { readonly to: 'inbox' }
  | { readonly to: 'activity' }
  | { readonly to: 'preferences' }
  | { readonly to: 'about' }

/** The router's path of a place. */
export function pathOf(place: Place): string {
  switch (place.to) {
    case 'start':
      return '/'
    case 'welcome':
      return '/welcome'
    case 'add-organization':
      return place.prefill === undefined
        ? '/add-organization'
        : `/add-organization?prefill=${encodeURIComponent(JSON.stringify(place.prefill))}`
    case 'overview':
      return `/organizations/${place.organizationId}/overview`
    case 'connections':
      return `/organizations/${place.organizationId}/connections`
    case 'connection': {
      const base = `/organizations/${place.organizationId}/connections/${encodeURIComponent(place.connectionId)}`
      return place.path === undefined ? base : `${base}?table=${encodeURIComponent(JSON.stringify(place.path))}`
    }
    case 'audit-log':
      return `/organizations/${place.organizationId}/audit-log`
    case 'archive':
      return `/organizations/${place.organizationId}/archive${
        place.section === undefined || place.section === 'state' ? '' : `/${place.section}`
      }`
    case 'general-settings':
      return `/organizations/${place.organizationId}/administration/general-settings${
        place.setting !== undefined
          ? `?setting=${place.setting}`
          : place.section === undefined
            ? ''
            : `?section=${place.section}`
      }`
    case 'fleet':
      return '/fleet'
    case 'users':
      return `/organizations/${place.organizationId}/administration/users${searchOf(place.search)}`
    case 'teams':
    case 'account-types':
    case 'tenants':
      return `/organizations/${place.organizationId}/administration/${place.to}`
    case 'people':
      return `/people${searchOf(place.search)}`
    case 'drift':
      return '/drift'
    case 'changes':
      return '/changes'
    case 'bulk':
      return place.runId === undefined ? '/bulk' : `/bulk/${place.runId}`
    case 'inbox':
      return '/inbox'
    case 'activity':
      return '/activity'
    case 'preferences':
      return '/preferences'
    case 'about':
      return '/about'
    default:
      return assertNever(place)
  }
}

/** The router reads a search's values as JSON, so that a text which looks like a number stays a text. */
function searchOf(search: string | undefined): string {
  return search === undefined ? '' : `?search=${encodeURIComponent(JSON.stringify(search))}`
}

/** The `href` of a place; pages live after the hash. */
export function hrefOf(place: Place): string {
  return `#${pathOf(place)}`
}

/** Where a request from outside the window leads. */
export function placeOfDestination(destination: Destination): Place {
  switch (destination.to) {
    case 'organization':
      return { to: 'overview', organizationId: destination.organizationId }
    case 'general-settings':
      return { to: 'general-settings', organizationId: destination.organizationId, section: 'audit-logging' }
    case 'audit-connection':
      return destination.connectionId === undefined
        ? { to: 'connections', organizationId: destination.organizationId }
        : { to: 'connection', organizationId: destination.organizationId, connectionId: destination.connectionId }
    case 'fleet':
    case 'inbox':
    case 'about':
    case 'add-organization':
    case 'preferences':
      return { to: destination.to }
    default:
      return assertNever(destination)
  }
}

/** A function that opens a place. `replace` leaves no entry to go back to. */
export function useGo(): (place: Place, options?: { readonly replace?: boolean }) => void {
  const router = useRouter()
  return (place, options) => {
    const path = pathOf(place)
    if (options?.replace) router.history.replace(path)
    else router.history.push(path)
  }
}

/** The path on screen, without its search. */
export function useCurrentPath(): string {
  return useRouterState({ select: (state) => state.location.pathname })
}

/** The path whose page has been rendered; behind `useCurrentPath` while a page is being opened. */
export function useSettledPath(): string | undefined {
  return useRouterState({ select: (state) => state.resolvedLocation?.pathname })
}

/** The organization whose pages the path is of; undefined on the pages of Vigil itself. */
export function organizationOf(path: string): OrganizationId | undefined {
  const [, first, id] = path.split('/')
  return first === 'organizations' && id !== undefined && isUuid(id) ? (id as OrganizationId) : undefined
}

/** Whether the place, or something below it, is on screen. */
export function useIsHere(place: Place): boolean {
  const path = pathOf(place)
  const current = useCurrentPath()
  return current === path || current.startsWith(`${path}/`)
}

/** Opens what a notification or the application menu asks for. */
export function useRequestedDestinations(): void {
  const router = useRouter()
  useEffect(
    () =>
      onEvent('destinationRequested', (destination) => router.history.push(pathOf(placeOfDestination(destination)))),
    [router]
  )
}
