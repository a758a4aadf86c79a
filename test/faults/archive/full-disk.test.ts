import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { canMount, runOnSmallDisk } from './small-disk.ts'

const child = fileURLToPath(new URL('./filling-archive-child.ts', import.meta.url))

function outcomeOf(scenario: string, megabytes = 40): unknown {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigil-archive-full-'))
  try {
    return JSON.parse(runOnSmallDisk(folder, megabytes, child, [scenario]))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe.runIf(canMount())('a disk that is full, for an archive', { timeout: 300_000 }, () => {
  it('ends a reading with a clear word and keeps what came before; the next one brings the rest', () => {
    expect(outcomeOf('ingest')).toEqual({
      error: 'disk-full',
      someRowsWhileFull: true,
      readableWhileFull: 50,
      isWhole: true
    })
  })

  it('fails an import with a clear word; read again, the file comes in whole', () => {
    expect(outcomeOf('importFile')).toEqual({
      state: 'failed',
      error: 'disk-full',
      rowsWhileFull: true,
      stateAfter: 'complete',
      isWhole: true
    })
  })

  it('keeps the result of a verification from being written down, and is no finding', () => {
    expect(outcomeOf('verify')).toEqual({
      error: 'disk-full',
      findingsWhileFull: 0,
      rows: true,
      findings: 0,
      isWhole: true
    })
  })

  it('ends the carrying over of an earlier archive as a whole, and it goes on when there is room', () => {
    expect(outcomeOf('migrate')).toEqual({
      whileFull: Array.from({ length: 3 }, () => ['disk-full', true]),
      after: true,
      left: 0,
      isAllThere: true
    })
  })

  it('lets no day leave by halves; the rule is applied when there is room', () => {
    expect(outcomeOf('prune')).toEqual({
      error: 'disk-full',
      isUntouchedWhileFull: true,
      findings: 0,
      daysLeft: true,
      isRestWhole: true
    })
  })

  it('leaves nothing of a backup that found no room, before it began or within', () => {
    expect(outcomeOf('backup', 140)).toEqual({
      errorBefore: 'disk-full',
      namesBefore: [],
      errorWithin: 'disk-full',
      namesWithin: [],
      kinds: ['.json', '.sqlite'],
      isWhole: true
    })
  })
})
