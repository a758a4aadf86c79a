import { z } from 'zod'
import { coverageKinds } from './coverage.ts'

/** What a pack says that it is; another number is a form that this version cannot check. */
export const packFormat = 'vigil-evidence/1'
export const chainFormat = 'vigil-evidence-chain/1'

/** The files of a pack. The signature is there only where the organization's archive has a key. */
export const packFiles = {
  manifest: 'manifest.json',
  signature: 'signature.json',
  events: 'events.ndjson',
  csv: 'events.csv',
  chain: 'chain.ndjson',
  readme: 'README.txt'
} as const

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.number().int().min(0)
const timeMs = z.number().int()

/** Whose events, which, when made and by whom; and the SHA-256 of every other file. Unknown fields are let pass. */
export const packManifestSchema = z.object({
  format: z.literal(packFormat),
  madeAt: z.string(),
  madeAtMs: timeMs,
  madeBy: z.object({ application: z.string(), version: z.string(), machineUser: z.string(), host: z.string() }),
  organization: z.object({
    name: z.string(),
    organizationId: z.string(),
    sigmaOrganizationId: z.string().optional(),
    kind: z.enum(['sigma', 'sandbox']),
    apiUrl: z.string(),
    cloudAndRegion: z.string().optional()
  }),
  tablePath: z.array(z.string()).min(1),
  /** As it was asked; the range of time comes on top. */
  filter: z.unknown(),
  filterInWords: z.string(),
  range: z.object({ fromMs: timeMs.optional(), toMs: timeMs.optional(), inWords: z.string() }),
  timeZone: z.string(),
  order: z.literal('oldest first'),
  rowCount: count,
  columns: z.array(z.object({ name: z.string(), firstSeenAt: z.string(), vanishedAt: z.string().optional() })),
  roles: z.record(z.string(), z.string()),
  coverage: z.array(z.object({ kind: z.enum(coverageKinds), from: z.string(), to: z.string() })),
  csv: z.object({ columns: z.array(z.string()), isSpreadsheetSafe: z.boolean() }),
  archive: z.object({ commitCount: count, commitHash: hash }),
  signature: z.discriminatedUnion('isSigned', [
    z.object({ isSigned: z.literal(true), publicKey: z.string() }),
    z.object({ isSigned: z.literal(false), reason: z.string() })
  ]),
  files: z.array(z.object({ name: z.string(), bytes: count, sha256: hash }))
})
export type PackManifest = z.infer<typeof packManifestSchema>

/** Ed25519 over the bytes of `manifest.json`; key and signature as hex, the key its 32 raw bytes. */
export const packSignatureSchema = z.object({
  algorithm: z.literal('Ed25519'),
  signedFile: z.literal(packFiles.manifest),
  publicKey: z.string().regex(/^[0-9a-f]{64}$/),
  signature: z.string().regex(/^[0-9a-f]{128}$/)
})
export type PackSignature = z.infer<typeof packSignatureSchema>

const dayHead = z.object({ day: z.number().int(), rowCount: count, head: hash })

/**
 * Lines of `chain.ndjson`. First the header; then day by day, oldest first: the day, its exported rows in the order of
 * `events.ndjson` as numbers in the day's chain, and every block of the day. At the end the commits, from the first that
 * fixes the head of one of these days to the archive's last, and the days of the range that were pruned.
 */
export const chainLineSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('chain'),
    format: z.literal(chainFormat),
    organizationId: z.string(),
    /** The table's path as it stands in each day's first hash: a JSON array of texts. */
    pathText: z.string(),
    tableId: z.number().int()
  }),
  dayHead.extend({ kind: z.literal('day'), name: z.string(), genesis: hash, exported: count }),
  z.object({ kind: z.literal('rows'), seqs: z.array(count) }),
  z.object({
    kind: z.literal('block'),
    firstSeq: count,
    count: z.number().int().min(1).max(256),
    head: hash,
    /** Of each row, one after the other: as hex where a row of the block is exported, so that it can be looked up. */
    leaves: z.string().optional(),
    leavesBase64: z.string().optional()
  }),
  z.object({
    kind: z.literal('commit'),
    commitId: z.number().int(),
    tableId: z.number().int(),
    atMs: timeMs,
    source: z.string(),
    rowsAdded: count,
    rowsKnown: count,
    rowsQuarantined: count,
    days: z.array(dayHead),
    previous: hash,
    hash
  }),
  dayHead.extend({
    kind: z.literal('pruned-day'),
    name: z.string(),
    prunedAtMs: timeMs,
    reason: z.string(),
    signature: z.string().optional(),
    publicKey: z.string().optional()
  }),
  z.object({ kind: z.literal('end'), days: count, blocks: count, commits: count, rows: count })
])
export type ChainLine = z.infer<typeof chainLineSchema>
export type ChainLineOf<Kind extends ChainLine['kind']> = Extract<ChainLine, { readonly kind: Kind }>
