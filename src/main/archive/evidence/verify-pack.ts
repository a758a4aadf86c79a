import type { Buffer } from 'node:buffer'
import { hash } from 'node:crypto'
import type { PackFinding, PackVerdict } from '../../../shared/contract/evidence.ts'
import type { ArchiveHead } from '../../../shared/domain/archive-verification.ts'
import { packFiles, packFormat, type PackManifest, packManifestSchema } from '../../../shared/domain/evidence-pack.ts'
import { AppError } from '../../../shared/kit/app-error.ts'
import { dayMs } from '../../../shared/kit/time.ts'
import { ChainCheck } from './chain-check.ts'
import { CsvCheck } from './csv-check.ts'
import { checkHead, type HeadCheck } from './head-check.ts'
import { MeasuredFile } from './measured-file.ts'
import type { PackSource } from './pack-source.ts'
import { isSignatureOf, parseSignature } from './pack-signature.ts'
import { diffRows, type FoundLine } from './row-diff.ts'

/** Findings about rows after which no more are looked for. */
const mostFindings = 100
const largestManifest = 64 * 1024 * 1024
/** The rest of a pack after the first of its findings is told in this order: rows before files before words. */
const rank: readonly PackFinding['kind'][] = [
  'file-missing',
  'row-changed',
  'row-missing',
  'row-added',
  'row-moved',
  'chain-altered',
  'csv-differs',
  'signature-wrong',
  'head-differs',
  'manifest-altered',
  'file-altered'
]

export interface VerifyOptions {
  /** A head of the archive that was exported and kept elsewhere. */
  readonly head?: ArchiveHead | undefined
  /** The public key, hex, with which the pack must be signed. */
  readonly publicKey?: string | undefined
}

export interface CheckedPack extends PackVerdict {
  readonly publicKey?: string
  readonly head?: Omit<HeadCheck, 'findings'>
}

/**
 * Checks a pack: every file against the manifest, every row against its hash in the chain, the chain against its days and
 * commits, the CSV against the rows, the signature. Reads it once; memory stays flat.
 * @throws AppError `file-not-readable` with the reason `no-evidence-pack` or `newer-evidence-pack`
 */
export async function verifyPack(pack: PackSource, options: VerifyOptions = {}): Promise<CheckedPack> {
  const { fileName } = pack
  const manifestBytes = await new MeasuredFile(pack.read(packFiles.manifest)).all(largestManifest)
  const manifest = readManifest(manifestBytes, fileName)
  const findings: PackFinding[] = [...listedFiles(pack, manifest)]
  const signed = await checkSignature(pack, manifest, manifestBytes, options.publicKey)
  const files = {
    [packFiles.events]: new MeasuredFile(pack.read(packFiles.events)),
    [packFiles.csv]: new MeasuredFile(pack.read(packFiles.csv)),
    [packFiles.chain]: new MeasuredFile(pack.read(packFiles.chain)),
    [packFiles.readme]: new MeasuredFile(pack.read(packFiles.readme))
  }
  const chain = new ChainCheck()
  const csv = new CsvCheck(manifest.csv, files[packFiles.csv].chunks())
  await csv.begin()
  const counted = { rows: 0 }
  const expected = chain.expectedRows(files[packFiles.chain].lines())
  const found = foundLines(files[packFiles.events], csv, counted)
  findings.push(...(await diffRows(expected, found, mostFindings)))
  // what the comparison left when it had found enough: files are measured to their ends
  for (const rest of [expected, found]) while ((await rest.next()).done !== true);
  await csv.end()
  const readme = files[packFiles.readme]
  await readme.drain(readme.chunks())
  if (csv.finding !== undefined) findings.push(csv.finding)
  findings.push(...chain.findings, ...signed.findings, ...checkWords(manifest, chain, counted.rows))
  for (const [name, file] of Object.entries(files)) findings.push(...checkFile(manifest, name, file, pack))
  const head = options.head && checkHead(chain, manifest.organization.organizationId, options.head)
  findings.push(...(head?.findings ?? []))
  findings.sort((one, other) => rank.indexOf(one.kind) - rank.indexOf(other.kind))
  return {
    fileName,
    isIntact: findings.length === 0,
    isSigned: manifest.signature.isSigned,
    rows: counted.rows,
    organization: manifest.organization.name,
    madeAtMs: manifest.madeAtMs,
    findings,
    ...(signed.publicKey === undefined ? {} : { publicKey: signed.publicKey }),
    ...(head === undefined ? {} : { head: withoutFindings(head) })
  }
}

function withoutFindings({ findings: _findings, ...rest }: HeadCheck): Omit<HeadCheck, 'findings'> {
  return rest
}

function readManifest(bytes: Buffer | undefined, file: string): PackManifest {
  const noPack = new AppError('file-not-readable', { file, reason: 'no-evidence-pack' })
  if (bytes === undefined) throw noPack
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw noPack
  }
  const parsed = packManifestSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined
  const isNewer = typeof format === 'string' && format.startsWith('vigil-evidence/') && format !== packFormat
  throw isNewer ? new AppError('file-not-readable', { file, reason: 'newer-evidence-pack' }) : noPack
}

/** The rows as they are there, with the CSV compared on the way. */
async function* foundLines(
  file: MeasuredFile,
  csv: CsvCheck,
  counted: { rows: number }
): AsyncGenerator<readonly FoundLine[]> {
  for await (const lines of file.lines()) {
    await csv.compare(lines, counted.rows + 1)
    const first = counted.rows + 1
    counted.rows += lines.length
    yield lines.map((line, index) => ({ leaf: hash('sha256', line, 'hex'), line: first + index }))
  }
}

/** A file that is there twice reads differently with every program that unpacks it. */
function listedFiles(pack: PackSource, { files }: PackManifest): PackFinding[] {
  const known = new Set<string>(Object.values(packFiles))
  const listed = files.map((file) => file.name)
  const must = [packFiles.events, packFiles.csv, packFiles.chain, packFiles.readme]
  const findings: PackFinding[] = []
  for (const name of new Set([...listed, ...must]))
    if (!pack.names.includes(name)) findings.push({ kind: 'file-missing', file: name })
  for (const name of must)
    if (!listed.includes(name)) findings.push({ kind: 'manifest-altered', file: name, detail: 'it is not listed' })
  for (const name of new Set(pack.names)) {
    if (!known.has(name)) findings.push({ kind: 'file-altered', file: name, detail: 'it is no file of a pack' })
    if (pack.names.filter((one) => one === name).length > 1)
      findings.push({ kind: 'file-altered', file: name, detail: 'it is there more than once' })
  }
  return findings
}

function checkFile(manifest: PackManifest, name: string, file: MeasuredFile, pack: PackSource): PackFinding[] {
  if (!pack.names.includes(name)) return []
  const altered = (detail: string): PackFinding[] => [{ kind: 'file-altered', file: name, detail }]
  if (file.failure !== undefined) return altered(`it cannot be read to its end: ${file.failure}`)
  const listed = manifest.files.find((one) => one.name === name)
  if (listed === undefined) return []
  if (listed.bytes !== file.bytes) return altered(`it has ${file.bytes} bytes, and had ${listed.bytes}`)
  return listed.sha256 === file.sha256() ? [] : altered('its SHA-256 is not the one of the manifest')
}

async function checkSignature(
  pack: PackSource,
  { signature }: PackManifest,
  manifest: Buffer | undefined,
  wanted: string | undefined
): Promise<{ readonly findings: readonly PackFinding[]; readonly publicKey?: string }> {
  const wrong = (detail: string) => ({
    findings: [{ kind: 'signature-wrong' as const, file: packFiles.signature, detail }]
  })
  const isThere = pack.names.includes(packFiles.signature)
  if (!signature.isSigned) {
    if (isThere) return wrong('the manifest says that it is not signed')
    return wanted === undefined ? { findings: [] } : wrong('the pack is not signed')
  }
  if (!isThere) return { findings: [{ kind: 'file-missing', file: packFiles.signature }] }
  const found = parseSignature(await new MeasuredFile(pack.read(packFiles.signature)).all(largestManifest))
  if (found === undefined) return wrong('it holds no signature')
  const { publicKey } = found
  if (publicKey !== signature.publicKey) return wrong('it is of another key than the manifest names')
  if (manifest === undefined || !isSignatureOf(manifest, found)) return wrong('it is not of this manifest')
  if (wanted !== undefined && wanted.toLowerCase() !== publicKey) return wrong(`it is of the key ${publicKey}`)
  return { findings: [], publicKey }
}

/** What the manifest says, as far as the rows and the chain can tell. */
function checkWords(manifest: PackManifest, chain: ChainCheck, rows: number): PackFinding[] {
  const findings: PackFinding[] = []
  const altered = (detail: string) => findings.push({ kind: 'manifest-altered', file: packFiles.manifest, detail })
  const { organization, tablePath, archive, rowCount, filter, range } = manifest
  if (rowCount !== rows) altered(`it counts ${rowCount} rows, and there are ${rows}`)
  if (chain.header === undefined) return findings
  if (organization.organizationId !== chain.header.organizationId) altered('its organization is not that of the chain')
  if (JSON.stringify(tablePath) !== chain.header.pathText) altered('its table is not that of the chain')
  const last = chain.lastCommit ?? { commitId: archive.commitCount, hash: archive.commitHash }
  if (archive.commitCount !== last.commitId || archive.commitHash !== last.hash)
    altered('its last commit is not that of the chain')
  if (!asksForEverything(filter)) return findings
  for (const [day, { rowCount: all, exported }] of chain.days) {
    const isWithin = day * dayMs >= (range.fromMs ?? -Infinity) && (day + 1) * dayMs <= (range.toMs ?? Infinity)
    if (isWithin && exported < all)
      findings.push({ kind: 'row-missing', detail: `${all - exported} rows of day ${day}, of which all are asked for` })
  }
  return findings
}

/** Whether nothing but a time is asked for. */
function asksForEverything(filter: unknown): boolean {
  if (typeof filter !== 'object' || filter === null || !('kind' in filter)) return false
  if (filter.kind === 'and' && 'filters' in filter && Array.isArray(filter.filters))
    return filter.filters.every((one: unknown) => asksForEverything(one))
  return filter.kind === 'everything'
}
