import type { PackFinding } from '../../shared/contract/evidence.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import type { CheckedPack } from '../archive/evidence/verify-pack.ts'

export const usage = `Usage: vigil verify PACK [--head HEAD.json] [--key PUBLICKEY] [--json]

Checks an evidence pack, a zip or a folder. It needs nothing but the pack.

  --head HEAD.json   also compare it with a head of the archive that was exported and kept elsewhere
  --key PUBLICKEY    it must be signed with this Ed25519 key, 64 hexadecimal digits
  --json             print the verdict as JSON

Exit code: 0 the pack is what was made, 1 it was altered, 2 it cannot be checked.
`

const kinds: Record<PackFinding['kind'], string> = {
  'file-missing': 'a file is missing',
  'file-altered': 'a file was changed',
  'row-changed': 'a row was changed',
  'row-missing': 'a row is missing',
  'row-added': 'a row was added',
  'row-moved': 'a row is not in its place',
  'csv-differs': 'the CSV does not have the same rows',
  'chain-altered': 'the chain was changed',
  'manifest-altered': 'the manifest was changed',
  'signature-wrong': 'the signature is wrong',
  'head-differs': 'it is not what the head says'
}

/** The verdict for a person, without a line end. */
export function verdictText(checked: CheckedPack): string {
  const { fileName, isIntact, rows, organization, madeAtMs, findings } = checked
  const made = madeAtMs === undefined ? '' : `, made ${new Date(madeAtMs).toISOString()}`
  const about = `${fileName}: ${rows} events${organization === undefined ? '' : ` of ${plain(organization)}`}${made}`
  const lines = [about, isIntact ? 'INTACT: every file, every row and the chain are what was made.' : 'ALTERED:']
  for (const finding of findings) lines.push(`  ${findingText(finding)}`)
  lines.push(signatureText(checked))
  const { head } = checked
  if (head !== undefined)
    lines.push(
      `Head: ${head.daysChecked} days compared, ${head.daysNotComparable} not comparable; its commit is ${head.isCommitChecked ? '' : 'not '}among those of the pack.`
    )
  return lines.join('\n')
}

/** A finding as one line. */
export function findingText({ kind, file, line, rowId, detail }: PackFinding): string {
  const where = [
    file === undefined ? '' : plain(file),
    line === undefined ? '' : `line ${line}`,
    rowId === undefined ? '' : `row ${plain(rowId)}`
  ].filter((one) => one !== '')
  const place = where.length === 0 ? '' : ` (${where.join(', ')})`
  return `${kinds[kind]}${place}${detail === undefined ? '' : `: ${plain(detail)}`}`
}

function signatureText({ isSigned, publicKey, findings }: CheckedPack): string {
  if (!isSigned)
    return 'Not signed: whoever could change all files of it together could change what it says. Compare it with a head.'
  const isGood = publicKey !== undefined && !findings.some(({ kind }) => kind === 'signature-wrong')
  return isGood ? `Signed with the key ${publicKey}` : 'Its signature does not hold.'
}

const reasons: Readonly<Record<string, string>> = {
  'not-found': 'there is no such file',
  'no-access': 'it cannot be read',
  'no-evidence-pack': 'it is no evidence pack',
  'newer-evidence-pack': 'it was made by a newer version of Vigil; check it with that one',
  'damaged-zip': 'the zip is damaged or not complete',
  'no-archive-head': 'it is no head of an archive'
}

/** Why something could not be checked. */
export function failureText(thrown: unknown): string {
  if (!(thrown instanceof AppError)) return thrown instanceof Error ? thrown.message : 'something went wrong'
  const { file, reason } = thrown.params
  const words = reasons[String(reason)] ?? thrown.code
  return file === undefined ? words : `${plain(String(file))}: ${words}`
}

/** A pack is written by whoever altered it: nothing in it may steer the terminal. */
function plain(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\uFFFD')
}
