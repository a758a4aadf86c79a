import type { Organization, OrganizationHealth } from '../../../shared/contract/organizations.ts'
import { findRegion } from '../../../shared/domain/regions.ts'
import type { Tone } from './tone.ts'

export type OrganizationLabel = Organization['label']

export const labelWords: Record<OrganizationLabel, string> = {
  none: 'No label',
  production: 'Production',
  staging: 'Staging',
  development: 'Development',
  customer: 'Customer'
}

const healthWords: Record<
  OrganizationHealth,
  { readonly word: string; readonly tone: Tone; readonly meaning: string }
> = {
  good: { word: 'Up to date', tone: 'good', meaning: 'Sigma answers and everything here is in step with it.' },
  working: {
    word: 'Working',
    tone: 'working',
    meaning: 'Vigil is reading from Sigma or waiting for a change to take effect.'
  },
  attention: {
    word: 'Needs attention',
    tone: 'bad',
    meaning: 'Something waits for you: the credentials, the keychain, or a change that Sigma refused.'
  },
  offline: {
    word: 'Offline',
    tone: 'warning',
    meaning: 'Sigma cannot be reached. What was read before is shown with its age.'
  },
  paused: {
    word: 'Paused',
    tone: 'neutral',
    meaning: 'Nothing is read or sent until you resume it. What was read before stays.'
  },
  'never-read': { word: 'Not read yet', tone: 'neutral', meaning: 'Nothing was read from Sigma yet.' }
}

/** An organization's health, in words. */
export function wordsOfHealth(health: OrganizationHealth): {
  readonly word: string
  readonly tone: Tone
  readonly meaning: string
} {
  return healthWords[health]
}

/** Where the organization's API lives: the region's name, or the address itself. */
export function wordsOfEndpoint(organization: Pick<Organization, 'kind' | 'regionId' | 'apiUrl'>): string {
  if (organization.kind === 'sandbox') return 'Inside Vigil (sandbox)'
  const region = organization.regionId === undefined ? undefined : findRegion(organization.regionId)
  return region?.label ?? organization.apiUrl
}
