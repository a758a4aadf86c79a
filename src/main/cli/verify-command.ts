import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import type { ArchiveHead } from '../../shared/domain/archive-verification.ts'
import { parseArchiveHead } from '../../shared/domain/archive-head-file.ts'
import { AppError, toAppError } from '../../shared/kit/app-error.ts'
import { openPack } from '../archive/evidence/pack-source.ts'
import { verifyPack } from '../archive/evidence/verify-pack.ts'
import { failureText, usage, verdictText } from './verify-words.ts'

/** What became of a command. */
export interface CommandResult {
  /** 0: intact, 1: altered, 2: not to be checked. */
  readonly exitCode: 0 | 1 | 2
  readonly out: string
  readonly err: string
}

const options = {
  head: { type: 'string' },
  key: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' }
} as const

/** Carries out `vigil verify`. Never throws. @param args those after `verify` */
export async function runVerify(args: readonly string[]): Promise<CommandResult> {
  let asked: ReturnType<typeof parse>
  try {
    asked = parse(args)
  } catch (thrown) {
    return { exitCode: 2, out: '', err: `vigil verify: ${failureText(thrown)}\n\n${usage}` }
  }
  const { values, positionals } = asked
  if (values.help === true) return { exitCode: 0, out: usage, err: '' }
  const [file] = positionals
  if (file === undefined || positionals.length > 1) return { exitCode: 2, out: '', err: usage }
  try {
    if (values.key !== undefined && !/^[0-9a-f]{64}$/i.test(values.key))
      return { exitCode: 2, out: '', err: `vigil verify: a public key is 64 hexadecimal digits\n\n${usage}` }
    const head = values.head === undefined ? undefined : await readHead(values.head)
    const checked = await verifyPack(await openPack(file), { head, publicKey: values.key })
    const out = values.json === true ? JSON.stringify(checked, undefined, 2) : verdictText(checked)
    return { exitCode: checked.isIntact ? 0 : 1, out: `${out}\n`, err: '' }
  } catch (thrown) {
    const err = `vigil verify: ${failureText(thrown)}\n`
    const out = values.json === true ? `${JSON.stringify({ error: toAppError(thrown).toData() }, undefined, 2)}\n` : ''
    return { exitCode: 2, out, err }
  }
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
}

async function readHead(file: string): Promise<ArchiveHead> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    throw new AppError('file-not-readable', { file: basename(file), reason: 'no-access' }, { cause })
  }
  const head = parseArchiveHead(text)
  if (head === undefined) throw new AppError('file-not-readable', { file: basename(file), reason: 'no-archive-head' })
  return head
}
