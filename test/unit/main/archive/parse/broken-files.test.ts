import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ParsedPart } from '../../../../../src/main/archive/event-batch.ts'
import { parseFile } from '../../../../../src/main/archive/parse/parse-file.ts'
import { brokenFile, brokenFileTimeColumn } from '../../../../support/broken-files.ts'
import { objectsOf } from '../../../../support/parsed-rows.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigil-broken-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const groups = 10
const filesPerGroup = 30

describe('broken files', () => {
  it.each(Array.from({ length: groups }, (_, group) => group))(
    'land every good row and name line and reason of every bad one (group %i)',
    async (group) => {
      for (let seed = group * filesPerGroup + 1; seed <= (group + 1) * filesPerGroup; seed += 1) {
        const expected = brokenFile(seed)
        const file = join(folder, `${seed}.data`)
        await writeFile(file, expected.bytes)
        const parts: ParsedPart[] = []
        for await (const part of parseFile({ file, roles: { timeColumn: brokenFileTimeColumn } })) parts.push(part)
        const rows = objectsOf(parts)
        const quarantined = parts.flatMap((part) => part.quarantined.map(({ line, reason }) => ({ line, reason })))
        const byteCount = parts.reduce((sum, part) => sum + part.byteCount, 0)
        const { about, isCut } = expected
        // Of a file that is cut off, the last entry says where it ends; what came before is as in the whole file.
        const last = isCut ? quarantined.pop() : undefined
        expect({ about, byteCount, rows, quarantined, last: last?.reason }).toEqual({
          about,
          byteCount: expected.bytes.length,
          rows: isCut ? expected.rows.slice(0, rows.length) : expected.rows,
          quarantined: expected.quarantined.filter(({ line }) => !isCut || line < (last?.line ?? 0)),
          last: isCut ? 'truncated' : undefined
        })
      }
    }
  )
})
