import { setTimeout as sleep } from 'node:timers/promises'
import { _electron, type Page } from 'playwright'
import { dayMs } from '../../../src/shared/kit/time.ts'
import { generateDefaults } from '../../events/generate.ts'
import { createPopulation } from '../../events/population.ts'
import { projectRoot } from '../../kit/paths.ts'
import { memoryOf } from '../processes.ts'
import { addFileField, browse, importChosen, importState } from './archive-window.ts'
import { tablePath } from './data-folder.ts'

const sampleMs = 250
const pagesOfAFilter = 40

interface Opened {
  readonly folder: string
  readonly organizationId: string
}

/** Runs something in the real program. @returns the most memory that all of its processes had meanwhile, MB (PSS) */
async function highestIn(folder: string, work: (window: Page) => Promise<void>): Promise<number> {
  const app = await _electron.launch({
    args: [projectRoot, `--user-data-dir=${folder}`],
    env: Object.fromEntries(
      Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined)
    ),
    chromiumSandbox: process.getuid?.() !== 0
  })
  try {
    const window = await app.firstWindow()
    await window.getByRole('main').first().waitFor()
    const pid = app.process().pid ?? 0
    const state = { isOver: false }
    const working = work(window).finally(() => (state.isOver = true))
    working.catch(() => undefined)
    let highest = 0
    while (!state.isOver) {
      highest = Math.max(highest, memoryOf(pid))
      await sleep(sampleMs)
    }
    await working
    return highest
  } finally {
    await app.close()
  }
}

/** While somebody looks around in a filled archive. */
export function memoryWhileBrowsing({ folder, organizationId }: Opened): Promise<number> {
  const { actors } = createPopulation(generateDefaults.seed)
  return highestIn(folder, async (window) => {
    await window.evaluate(browse, {
      organizationId,
      path: tablePath,
      fromMs: generateDefaults.fromMs,
      toMs: generateDefaults.fromMs + generateDefaults.days * dayMs,
      emails: [0, 40, 4_000].map((rank) => actors[rank]?.email ?? ''),
      pages: pagesOfAFilter
    })
  })
}

/** While a file of events is imported into an empty archive. @throws Error when not all of it came in */
export function memoryWhileIngesting({ folder, organizationId }: Opened, file: string, events: number) {
  const id = 'bench-file'
  return highestIn(folder, async (window) => {
    await window.evaluate(addFileField, id)
    await window.locator(`#${id}`).setInputFiles(file)
    await window.evaluate(importChosen, { organizationId, path: tablePath, id })
    for (;;) {
      await sleep(sampleMs)
      const { state, rowsAdded } = await window.evaluate(importState, organizationId)
      if (state === 'waiting' || state === 'reading') continue
      if (state === 'complete' && rowsAdded === events) return
      throw new Error(`the import ended as "${state}" with ${rowsAdded} of ${events} rows`)
    }
  })
}
