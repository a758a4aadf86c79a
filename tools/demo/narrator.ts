import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright'
import { inProject, projectRoot } from '../kit/paths.ts'

const folder = inProject('out', 'demo')

/** Tells the steps of the demonstration and keeps one screenshot of each. */
export class Narrator {
  readonly #page: Page
  #number = 0

  constructor(page: Page) {
    this.#page = page
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
  }

  /**
   * One step: says what is about to happen, does it, says what came of it, takes the picture.
   * @param slug for the file name
   * @param does returns the outcome as one sentence; throws when the step fails
   */
  async step(slug: string, title: string, does: () => Promise<string>): Promise<void> {
    const number = String(++this.#number).padStart(2, '0')
    const startedAtMs = Date.now()
    console.log(`\n${number}  ${title}`)
    const file = path.join(folder, `${number}-${slug}.png`)
    try {
      const outcome = await does()
      await this.#page.screenshot({ path: file })
      console.log(`    ok: ${outcome} (${((Date.now() - startedAtMs) / 1000).toFixed(1)} s)`)
    } catch (error) {
      await this.#page.screenshot({ path: file }).catch(() => {})
      console.log(`    FAILED: ${error instanceof Error ? error.message : String(error)}`)
      throw error
    } finally {
      console.log(`    ${path.relative(projectRoot, file)}`)
    }
  }
}
