import type { Locator, Page } from '@playwright/test'

/** Connections: the tree at the left, a table with its rows at the right. */
export class ConnectionBrowser {
  readonly window: Page
  readonly heading: Locator
  readonly tree: Locator
  readonly rows: Locator
  readonly syncNow: Locator
  readonly details: Locator

  constructor(window: Page) {
    this.window = window
    this.heading = window.getByRole('heading', { level: 1, name: 'Connections' })
    this.tree = window.getByRole('treegrid', { name: 'Connections' })
    this.rows = window.getByRole('grid', { name: /^Rows of/ })
    this.syncNow = window.getByRole('button', { name: 'Sync now' })
    this.details = window.getByRole('complementary', { name: 'Row details' })
  }

  node(name: string): Locator {
    return this.tree.getByRole('row', { name, exact: true })
  }

  /** The cells of the grid that hold exactly this text. */
  cells(text: string | RegExp): Locator {
    return this.rows.getByRole('gridcell').filter({ hasText: text })
  }
}
