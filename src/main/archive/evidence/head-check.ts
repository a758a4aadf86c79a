import type { PackFinding } from '../../../shared/contract/evidence.ts'
import type { ArchiveHead } from '../../../shared/domain/archive-verification.ts'
import type { ChainCheck } from './chain-check.ts'

/** What an exported head could say about a pack. */
export interface HeadCheck {
  readonly findings: readonly PackFinding[]
  /** Days of the pack that the head knows, and of which the pack shows the state that the head knows. */
  readonly daysChecked: number
  /** Days that the head knows with more rows than the pack, or not at all: they got rows between the two. */
  readonly daysNotComparable: number
  readonly isCommitChecked: boolean
}

/**
 * Compares the chain of a pack with a head of the archive that was kept elsewhere. Each day's state after the rows that the
 * head knows must be the one that the pack's rows lead to.
 */
export function checkHead(chain: ChainCheck, organizationId: string, head: ArchiveHead): HeadCheck {
  const findings: PackFinding[] = []
  const differs = (detail: string) => findings.push({ kind: 'head-differs', detail })
  if (head.organizationId !== organizationId) differs('the head is of another organization')
  const commit = chain.commits.get(head.commitCount)
  if (commit !== undefined && commit !== head.commitHash)
    differs(`commit ${head.commitCount} has another hash in the head than in the pack`)
  const table = head.tables.find(({ path }) => JSON.stringify(path) === chain.header?.pathText)
  let daysChecked = 0
  for (const { day, rowCount, head: then } of table?.days ?? []) {
    const now = chain.days.get(day)
    if (now === undefined || rowCount > now.rowCount) continue
    daysChecked += 1
    if (now.heads.get(rowCount) !== then) differs(`day ${day} had another head when it had ${rowCount} rows`)
  }
  const isCommitChecked = commit !== undefined
  return { findings, daysChecked, daysNotComparable: chain.days.size - daysChecked, isCommitChecked }
}
