import { expect, type Locator, type Page } from '@playwright/test'

/** All organizations: totals, filters, the table, what can be done with the selected ones. */
export class FleetPage {
  readonly window: Page
  readonly heading: Locator
  readonly table: Locator
  readonly filter: Locator
  readonly exportCsv: Locator
  readonly selected: Locator

  constructor(window: Page) {
    this.window = window
    this.heading = window.getByRole('heading', { level: 1, name: 'All organizations' })
    this.table = window
      .getByRole('grid', { name: 'All organizations' })
      .or(window.getByRole('treegrid', { name: 'All organizations' }))
    this.filter = window.getByRole('searchbox', { name: 'Filter organizations' })
    this.exportCsv = window.getByRole('button', { name: 'Export CSV' })
    this.selected = window.getByRole('toolbar', { name: 'Selected organizations' })
  }

  async open(): Promise<void> {
    await this.window
      .getByRole('navigation', { name: 'Across organizations' })
      .getByRole('link', { name: 'All organizations' })
      .click()
    await this.heading.waitFor()
    await this.table.waitFor()
  }

  /** How many rows the table has, drawn or not; its groups are rows, too. */
  async expectRows(count: number): Promise<void> {
    await expect(this.table).toHaveAttribute('aria-rowcount', String(count + 1))
  }

  total(name: string): Locator {
    return this.window.locator('dl[aria-label="Totals"] > div').filter({ hasText: name }).locator('dd')
  }

  /** A row that is drawn. */
  row(name: string): Locator {
    return this.table.getByRole('row').filter({ has: this.window.locator(`[title=${JSON.stringify(name)}]`) })
  }

  /** The words of a column, from the top, as many as are drawn; not those of the header and of groups. */
  async words(column: string): Promise<string[]> {
    const index = await this.#indexOf(column)
    const cells = this.table.locator(`[role="gridcell"][aria-colindex="${index}"]:not([aria-colspan])`)
    const drawn = await cells.evaluateAll((all) =>
      all.map((cell) => ({
        row: Number(cell.closest('[role="row"]')?.getAttribute('aria-rowindex')),
        text: cell.querySelector('[data-open-row][title]')?.textContent ?? cell.textContent ?? ''
      }))
    )
    return drawn.toSorted((one, other) => one.row - other.row).map(({ text }) => text.trim())
  }

  header(column: string): Locator {
    return this.table.getByRole('columnheader', { name: column, exact: true })
  }

  /** A quick filter; its count stands behind its name. */
  quick(name: string): Locator {
    return this.window.getByRole('radiogroup', { name: 'Quick filters' }).getByRole('radio', { name })
  }

  async group(by: string): Promise<void> {
    await this.window.getByRole('button', { name: /^(Not grouped|By label|By region) Group$|^Group/ }).click()
    await this.window.getByRole('option', { name: by }).click()
  }

  async select(name: string): Promise<void> {
    await this.filter.fill(name)
    await this.row(name).locator('[data-select]').click()
    await this.filter.fill('')
  }

  async #indexOf(column: string): Promise<number> {
    return Number(await this.header(column).getAttribute('aria-colindex'))
  }
}
