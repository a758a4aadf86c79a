import type { Locator, Page } from '@playwright/test'
import { Shell } from './shell.ts'

export type ArchiveSection = 'State' | 'Import' | 'Columns' | 'Retention' | 'Backups' | 'Integrity' | 'Evidence'

/** The archive of an organization. */
export class ArchivePage {
  readonly window: Page
  readonly imports: Locator
  readonly quarantine: Locator
  readonly packs: Locator

  constructor(window: Page) {
    this.window = window
    this.imports = window.getByRole('region', { name: 'Imported files' })
    this.quarantine = window.getByRole('region', { name: 'Lines in quarantine' })
    this.packs = window.getByRole('region', { name: 'Packs of this run' })
  }

  button(name: string | RegExp): Locator {
    return this.window.getByRole('button', { name })
  }

  /** Opens one of its pages. */
  async open(section: ArchiveSection): Promise<void> {
    await new Shell(this.window).tab('Archive').click()
    await this.window
      .getByRole('navigation', { name: 'Archive', exact: true })
      .getByRole('link', { name: section })
      .click()
    await this.window
      .getByRole('heading', { level: 1, name: section === 'State' ? 'Archive' : section, exact: true })
      .waitFor()
  }
}
