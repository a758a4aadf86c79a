import type { Organization } from '../../../shared/contract/organizations.ts'
import type { SyncPhase } from '../../../shared/domain/sync-phases.ts'
import type { Tone } from './tone.ts'

export interface SyncWords {
  readonly word: string
  readonly tone: Tone
  /** One sentence. */
  readonly meaning: string
}

const phaseWords: Record<SyncPhase, SyncWords> = {
  idle: { word: 'Idle', tone: 'neutral', meaning: 'Nothing is under way; Vigil reads it again by itself.' },
  pulling: { word: 'Reading', tone: 'working', meaning: 'Vigil is reading from Sigma.' },
  pushing: { word: 'Sending', tone: 'working', meaning: 'Vigil is sending changes to Sigma.' },
  'backing-off': {
    word: 'Trying again later',
    tone: 'warning',
    meaning: 'The last try failed. Vigil waits longer after each one.'
  },
  offline: {
    word: 'Offline',
    tone: 'warning',
    meaning: 'Sigma cannot be reached. Vigil goes on by itself when it can.'
  },
  'needs-credential': {
    word: 'Needs credentials',
    tone: 'bad',
    meaning: 'Vigil cannot sign in to Sigma until the credentials are put right on the organization’s Overview.'
  },
  halted: { word: 'Paused', tone: 'neutral', meaning: 'Nothing is read or sent until you resume it.' }
}

/** What Vigil is doing with an organization, in words. */
export function wordsOfSync({ syncPhase, pausedAtMs }: Pick<Organization, 'syncPhase' | 'pausedAtMs'>): SyncWords {
  return phaseWords[pausedAtMs === undefined ? syncPhase : 'halted']
}
