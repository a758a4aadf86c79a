import { expect, type Locator, type Page } from '@playwright/test'

/** Bulk actions: what and where, the dry run, the run. */
export class BulkPage {
  readonly window: Page
  readonly main: Locator
  readonly dryRun: Locator
  readonly plan: Locator
  readonly run: Locator
  readonly chooseFile: Locator
  readonly entries: Locator

  constructor(window: Page) {
    this.window = window
    this.main = window.getByRole('main')
    this.dryRun = this.main.getByRole('button', { name: 'Dry run' })
    this.plan = this.main.getByRole('region', { name: 'What would happen' })
    this.run = this.main.getByRole('region', { name: 'Organizations', exact: true })
    this.chooseFile = this.main.getByRole('button', { name: 'Choose CSV file …' })
    this.entries = this.main.getByRole('region', { name: 'Entries' })
  }

  async open(): Promise<void> {
    await this.window
      .getByRole('navigation', { name: 'Across organizations' })
      .getByRole('link', { name: /^Bulk actions/ })
      .click()
    await this.window.getByRole('heading', { level: 1, name: 'Bulk actions' }).waitFor()
  }

  async choose(action: string): Promise<void> {
    // the act's description follows its name without a space
    const label = this.main.getByRole('region', { name: 'Action' }).locator('label')
    await label.filter({ hasText: new RegExp(`^${action}[A-Z]`) }).click()
  }

  async chooseAll(): Promise<void> {
    const button = this.main.getByRole('button', { name: 'Choose all' })
    // those that were selected in the table of all organizations are chosen already
    if (await button.isEnabled()) await button.click()
  }

  /** Does the dry run and waits for what it says. */
  async look(): Promise<void> {
    await this.dryRun.click()
    await this.plan.waitFor()
  }

  /** What the dry run or the run says of each organization, by its name. */
  async tags(table: Locator): Promise<Record<string, string>> {
    const rows = await table
      .locator('tbody tr')
      .evaluateAll((all) =>
        all.map((row) => [...row.querySelectorAll('td')].slice(0, 2).map((cell) => (cell.textContent ?? '').trim()))
      )
    return Object.fromEntries(rows.map(([name = '', tag = '']) => [name, tag]))
  }

  row(table: Locator, name: string): Locator {
    return table.locator('tbody tr').filter({ has: this.window.getByRole('link', { name, exact: true }) })
  }

  /** Presses the button that starts it; where it asks first, says yes. */
  async start(label: string, isAsked: boolean): Promise<void> {
    await this.main.getByRole('button', { name: label, exact: true }).click()
    if (isAsked) await this.window.getByRole('alertdialog').getByRole('button', { name: label, exact: true }).click()
    await this.run.waitFor()
  }

  /** Waits until the run has ended, and says what became of each. */
  async ended(timeoutMs = 60_000): Promise<Record<string, string>> {
    await expect(this.main.getByRole('progressbar')).toHaveCount(0, { timeout: timeoutMs })
    return await this.tags(this.run)
  }
}
