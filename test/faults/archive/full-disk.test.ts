import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { canMount, runOnSmallDisk } from './small-disk.ts'

const child = fileURLToPath(new URL('./filling-archive-child.ts', import.meta.url))

function outcomeOf(scenario: string): unknown {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigil-archive-full-'))
  try {
    return JSON.parse(runOnSmallDisk(folder, 40, child, [scenario]))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe.runIf(canMount())('a disk that is full, for an archive', () => {
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
})
