import type { Locator, Page } from '@playwright/test'

/** People: everybody in all organizations. */
export class PeoplePage {
  readonly window: Page
  readonly table: Locator
  readonly search: Locator
  readonly panel: Locator

  constructor(window: Page) {
    this.window = window
    this.table = window.getByRole('grid', { name: 'People' })
    this.search = window.getByRole('searchbox', { name: 'Search people' })
    this.panel = window.getByRole('main').getByRole('complementary')
  }

  async open(): Promise<void> {
    await this.window
      .getByRole('navigation', { name: 'Across organizations' })
      .getByRole('link', { name: 'People' })
      .click()
    await this.window.getByRole('heading', { level: 1, name: 'People' }).waitFor()
    await this.table.waitFor()
  }

  /** A filter by status; its count stands behind its name. */
  status(name: string): Locator {
    return this.window.getByRole('radiogroup', { name: 'Status' }).getByRole('radio', { name })
  }

  async count(name: string): Promise<number> {
    const [count = ''] = /[\d,]+$/.exec(await this.status(name).innerText()) ?? []
    return Number(count.replace(',', ''))
  }

  row(email: string): Locator {
    return this.table.getByRole('row').filter({ hasText: email })
  }

  /** The organizations that the panel lists. */
  get memberships(): Locator {
    return this.panel.getByRole('group').getByRole('group')
  }

  async export(format: 'CSV' | 'NDJSON'): Promise<void> {
    await this.window.getByRole('button', { name: 'Export' }).click()
    await this.window.getByRole('menuitem', { name: format }).first().click()
  }
}
