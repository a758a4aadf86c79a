import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { type CsvRecord, type CsvSeparator, readCsv } from '../../shared/domain/csv-reading.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import { Secret } from '../../shared/kit/secret.ts'

/** Ten thousand lines of long names and secrets; a larger file is another file than was meant. */
const largestFileBytes = 4 * 1024 * 1024
const mostLines = 10_000

/** As in the contract, for what is typed. */
const longestSecret = 1_000

/** A line of a credential list. */
export interface CredentialLine {
  readonly line: number
  readonly name: string
  readonly clientId: string
  /** Undefined where the line has none, or something too long to be one. */
  readonly secret: Secret | undefined
}

/**
 * Reads a CSV file whose header names organization, client_id and client_secret, in any order, among any others.
 * @throws AppError `file-not-readable` with a reason: `no-access | too-large | not-csv | no-header | no-rows`. Nothing of
 * what the file holds is in an error.
 */
export async function readCredentialFile(file: string): Promise<CredentialLine[]> {
  const fail = (reason: string) => new AppError('file-not-readable', { file: basename(file), reason })
  const bytes = await readBounded(file, fail)
  const text = textOf(bytes)
  if (text === undefined) throw fail('not-csv')
  const parsed = parse(text)
  if (parsed === 'not-csv' || parsed === 'no-header') throw fail(parsed)
  if (parsed.length === 0) throw fail('no-rows')
  if (parsed.length > mostLines) throw fail('too-large')
  return parsed
}

async function readBounded(file: string, fail: (reason: string) => AppError): Promise<Buffer> {
  try {
    const handle = await open(file, 'r')
    try {
      const facts = await handle.stat()
      if (!facts.isFile()) throw fail('no-access')
      if (facts.size > largestFileBytes) throw fail('too-large')
      return await handle.readFile()
    } finally {
      await handle.close()
    }
  } catch (thrown) {
    throw thrown instanceof AppError ? thrown : fail('no-access')
  }
}

/** UTF-8, or UTF-16 with its mark, as spreadsheets write it. Undefined for bytes that are no text. */
function textOf(bytes: Buffer): string | undefined {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe
  try {
    const text = new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes)
    return text.includes('\0') ? undefined : text
  } catch {
    return undefined
  }
}

function parse(text: string): CredentialLine[] | 'not-csv' | 'no-header' {
  let isCsv = false
  for (const separator of [',', ';', '\t'] as const satisfies readonly CsvSeparator[]) {
    const records = readCsv(text, separator)
    if (records === undefined) continue
    isCsv = true
    const lines = linesOf(records)
    if (lines !== undefined) return lines
  }
  return isCsv ? 'no-header' : 'not-csv'
}

function linesOf([header, ...records]: readonly CsvRecord[]): CredentialLine[] | undefined {
  const columns =
    header?.cells.map((cell) =>
      cell
        .trim()
        .toLowerCase()
        .replaceAll(/[\s-]+/g, '_')
    ) ?? []
  const name = columns.indexOf('organization')
  const clientId = columns.indexOf('client_id')
  const clientSecret = columns.indexOf('client_secret')
  if (name === -1 || clientId === -1 || clientSecret === -1) return undefined
  return records.map(({ line, cells }) => {
    const secret = (cells[clientSecret] ?? '').trim()
    return {
      line,
      name: (cells[name] ?? '').trim(),
      clientId: (cells[clientId] ?? '').trim(),
      secret: secret === '' || secret.length > longestSecret ? undefined : new Secret(secret)
    }
  })
}
