/**
 * What a verification of an archive can find. Rows are named by their permanent ids; where the hashes cannot tell which
 * row of some it is, all of them are.
 */
export const findingKinds = [
  /** What a row holds is not what its hash was made of: a value in its block or a text of a dictionary was changed. */
  'rows-changed',
  /** Rows hold what was read for other rows of their block: they changed places. */
  'rows-moved',
  /** Rows and their hashes do not belong into the day's chain: changed, moved, put in or taken out with their hashes. */
  'rows-rewritten',
  /** Rows that a commit tells of, or that stood before others, are not there. */
  'rows-missing',
  /** Rows of which no commit tells. */
  'rows-inserted',
  /** The time by which a row is found is none that the row itself tells. */
  'time-changed',
  /** The day's chain does not end as the commit said. */
  'day-head-differs',
  /** What a commit says is not what its hash was made of, or it does not follow the one before. */
  'commit-altered',
  'commits-missing',
  /** A day that was pruned is not noted as the last commit knew it. */
  'pruned-day-differs'
] as const
export type FindingKind = (typeof findingKinds)[number]

export interface ArchiveFinding {
  readonly kind: FindingKind
  /** The table's path. */
  readonly path?: readonly string[]
  /** UTC day counted from 1970-01-01; -1 for rows without a time. */
  readonly day?: number
  readonly firstRowId?: string
  readonly lastRowId?: string
  /** How many rows these are. */
  readonly rowCount?: number
  /** A value that all of these rows have and no other row of their block: its text was likely changed. */
  readonly suspect?: { readonly column: string; readonly text: string }
  readonly commitId?: number
  readonly lastCommitId?: number
}

/** Where a verification goes on. Plain data, to be kept and given back as it is. */
export type VerificationCursor =
  | { readonly stage: 'commits'; readonly afterCommitId: number; readonly hash: string }
  | {
      readonly stage: 'days'
      readonly tableId: number
      readonly day: number
      /** Where the last block that was checked begins; -1 before the first. */
      readonly afterSeq: number
      /** Rows of the day so far. */
      readonly seq: number
      /** The chain's state after them, hex; absent where it cannot be known. */
      readonly head?: string
      readonly commitId?: number
    }

export interface VerificationStep {
  /** Absent when all was verified. */
  readonly cursor?: VerificationCursor
  readonly rowsChecked: number
  readonly commitsChecked: number
  readonly findings: readonly ArchiveFinding[]
  /** Findings beyond those that one step lists. */
  readonly moreFindings: number
  readonly tookMs: number
}

/** How far a day's chain had come. */
export interface ExportedDay {
  readonly day: number
  readonly rowCount: number
  /** Hex. */
  readonly head: string
  readonly isPruned?: boolean
}

/** The archive's state in a few hashes, to be kept elsewhere: later rows change none of what it says. */
export interface ArchiveHead {
  readonly format: 'vigil-archive-head/1'
  readonly organizationId: string
  readonly commitCount: number
  /** The last commit's link, hex; 64 zeros where there is none. */
  readonly commitHash: string
  readonly tables: readonly { readonly path: readonly string[]; readonly days: readonly ExportedDay[] }[]
}

/** What an exported head and the archive of now do not agree on. */
export type HeadDifference =
  | { readonly kind: 'other-organization' }
  | { readonly kind: 'commit-differs' | 'commit-missing'; readonly commitId: number }
  | { readonly kind: 'table-missing'; readonly path: readonly string[] }
  | {
      readonly kind: 'day-missing' | 'day-shorter' | 'day-differs'
      readonly path: readonly string[]
      readonly day: number
      /** Rows of the day that are there now. */
      readonly rowCount: number
    }

/** Joins findings of ranges that touch, so that a thousand rows that were changed together are one finding. */
export function joinFindings(findings: readonly ArchiveFinding[]): ArchiveFinding[] {
  const joined: ArchiveFinding[] = []
  for (const finding of findings) {
    const last = joined.at(-1)
    if (last === undefined || !touches(last, finding)) joined.push(finding)
    else
      joined[joined.length - 1] = {
        ...last,
        ...(finding.lastRowId === undefined ? {} : { lastRowId: finding.lastRowId }),
        rowCount: (last.rowCount ?? 0) + (finding.rowCount ?? 0)
      }
  }
  return joined
}

function touches(one: ArchiveFinding, next: ArchiveFinding): boolean {
  if (one.kind !== next.kind || one.lastRowId === undefined || next.firstRowId === undefined) return false
  if (one.suspect?.column !== next.suspect?.column || one.suspect?.text !== next.suspect?.text) return false
  const [table, day, seq] = one.lastRowId.split('.')
  return next.firstRowId === `${table}.${day}.${Number(seq) + 1}`
}
