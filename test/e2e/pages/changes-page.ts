import type { Locator, Page } from '@playwright/test'

/** Pending changes: what was changed here and Sigma does not have yet. */
export class ChangesPage {
  readonly window: Page
  readonly heading: Locator
  readonly forPerson: Locator
  readonly onTheirWay: Locator
  readonly nothing: Locator
  /** The link to it, which says how many changes there are. */
  readonly link: Locator

  constructor(window: Page) {
    this.window = window
    this.heading = window.getByRole('heading', { level: 1, name: 'Pending changes' })
    this.forPerson = window.getByRole('list', { name: 'Waiting for you' }).getByRole('listitem')
    this.onTheirWay = window.getByRole('list', { name: 'Waiting to be sent' }).getByRole('listitem')
    this.nothing = window.getByText('Nothing is waiting')
    this.link = window
      .getByRole('navigation', { name: 'Across organizations' })
      .getByRole('link', { name: /^Pending changes/ })
  }

  async open(): Promise<void> {
    await this.link.click()
    await this.heading.waitFor()
  }

  /** Theirs, mine and before, of a change in conflict. */
  async values(change: Locator): Promise<Record<string, string>> {
    const columns = await change
      .locator('dl > div')
      .evaluateAll((all) =>
        all.map((column) => [
          column.querySelector('dt > span')?.textContent ?? '',
          column.querySelector('dd')?.textContent ?? ''
        ])
      )
    return Object.fromEntries(columns as [string, string][])
  }

  button(change: Locator, label: string): Locator {
    return change.getByRole('button', { name: label }).or(change.getByRole('link', { name: label }))
  }

  async discard(change: Locator): Promise<void> {
    await this.button(change, 'Discard').click()
    await this.window.getByRole('alertdialog').getByRole('button', { name: 'Discard change' }).click()
  }
}
