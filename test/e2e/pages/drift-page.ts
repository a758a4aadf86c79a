import type { Locator, Page } from '@playwright/test'

/** Settings drift: organizations by settings, compared with a baseline. */
export class DriftPage {
  readonly window: Page
  readonly table: Locator
  readonly panel: Locator
  readonly apply: Locator
  readonly onlyDiffering: Locator

  constructor(window: Page) {
    this.window = window
    this.table = window.getByRole('grid', { name: 'Settings by organization' })
    this.panel = window.getByRole('main').getByRole('complementary')
    this.apply = window.getByRole('button', { name: /^Apply baseline/ })
    this.onlyDiffering = window.getByRole('switch', { name: 'Only differing' })
  }

  async open(): Promise<void> {
    await this.window
      .getByRole('navigation', { name: 'Across organizations' })
      .getByRole('link', { name: 'Settings drift' })
      .click()
    await this.window.getByRole('heading', { level: 1, name: 'Settings drift' }).waitFor()
    await this.table.waitFor()
  }

  async compareWith(organization: string): Promise<void> {
    await this.window.getByRole('combobox', { name: 'Compare with' }).fill(organization)
    await this.window.getByRole('option', { name: organization, exact: true }).click()
  }

  row(organization: string): Locator {
    return this.table.getByRole('row').filter({ has: this.window.locator(`[title=${JSON.stringify(organization)}]`) })
  }

  /** The cell of a setting; the columns must all be drawn. */
  async cell(organization: string, column: string): Promise<Locator> {
    const header = this.table.getByRole('columnheader').filter({ hasText: column })
    const index = await header.getAttribute('aria-colindex')
    return this.row(organization).locator(`[aria-colindex="${index}"]`)
  }
}
