import type { Locator, Page } from '@playwright/test'

/** The inbox and its entries. */
export class InboxPage {
  readonly window: Page
  readonly entries: Locator

  constructor(window: Page) {
    this.window = window
    this.entries = window.getByRole('list', { name: 'Inbox entries' }).getByRole('listitem')
  }

  async open(): Promise<void> {
    await this.window.getByRole('link', { name: /^Inbox/ }).click()
    await this.window.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor()
  }
}
