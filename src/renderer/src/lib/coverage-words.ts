import type { CoverageKind } from '../../../shared/domain/coverage.ts'
import type { Tone } from './tone.ts'

export interface CoverageWords {
  readonly name: string
  readonly meaning: string
  readonly tone: Tone
}

/** What the ledger says of a stretch of time. */
export const coverageWords: Readonly<Record<CoverageKind, CoverageWords>> = {
  complete: {
    name: 'Complete',
    meaning: 'Read to the end when Sigma had everything.',
    tone: 'good'
  },
  'still-arriving': {
    name: 'Still arriving',
    meaning: 'Events take up to 2 hours to become rows; this time is read again.',
    tone: 'working'
  },
  gap: {
    name: 'Gap',
    meaning: 'Sigma has it, and it was not read. It is asked for with the next reading.',
    tone: 'bad'
  },
  'before-enablement': {
    name: 'Before enablement',
    meaning: 'From before audit logging was switched on; Sigma recorded nothing.',
    tone: 'neutral'
  },
  'audit-logging-off': {
    name: 'Audit logging off',
    meaning: 'Audit logging was off; Sigma recorded nothing.',
    tone: 'neutral'
  },
  'expired-at-sigma': {
    name: 'Expired at Sigma',
    meaning: 'Sigma deleted it before it was read. Export files can still hold it.',
    tone: 'warning'
  },
  'from-files': {
    name: 'From files',
    meaning: 'From imported files; nobody says whether they had everything.',
    tone: 'neutral'
  }
}
