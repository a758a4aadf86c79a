import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { PackManifest } from '../../src/shared/domain/evidence-pack.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Changes a file of a pack that is a folder. */
export function edit(pack: string, name: string, change: (text: string) => string): void {
  const file = path.join(pack, name)
  const before = readFileSync(file, 'utf8')
  const after = change(before)
  if (after === before) throw new Error(`${name} was not changed`)
  writeFileSync(file, after)
}

/** Changes the lines of such a file. */
export const editLines = (pack: string, name: string, change: (lines: string[]) => string[]): void =>
  edit(pack, name, (text) => `${change(text.trimEnd().split('\n')).join('\n')}\n`)

/** What somebody does who alters a pack and knows how it is made: sizes and hashes of the manifest are made to fit. */
export function fitManifest(
  pack: string,
  change: (manifest: PackManifest) => Partial<PackManifest> = () => ({})
): void {
  const file = path.join(pack, 'manifest.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as PackManifest
  const files = manifest.files.map(({ name }) => {
    const bytes = readFileSync(path.join(pack, name))
    return { name, bytes: bytes.length, sha256: sha256(bytes) }
  })
  writeFileSync(file, JSON.stringify({ ...manifest, files, ...change(manifest) }))
}

/** Takes the first row out of every file of a pack, and makes the counts and hashes fit. */
export function withoutFirstRow(pack: string): void {
  editLines(pack, 'events.ndjson', (lines) => lines.slice(1))
  edit(pack, 'events.csv', (text) => text.split('\r\n').toSpliced(1, 1).join('\r\n'))
  edit(pack, 'chain.ndjson', (text) =>
    text
      .replace(/"exported":(\d+)/, (_, count: string) => `"exported":${Number(count) - 1}`)
      .replace(/"seqs":\[\d+,/, '"seqs":[')
      .replace(/"rows":(\d+)\}/, (_, count: string) => `"rows":${Number(count) - 1}}`)
  )
  fitManifest(pack, (manifest) => ({ rowCount: manifest.rowCount - 1 }))
}
