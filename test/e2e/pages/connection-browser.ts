import type { Locator, Page } from '@playwright/test'

/** Connections: the tree at the left, a table with its rows at the right. */
export class ConnectionBrowser {
  readonly window: Page
  readonly heading: Locator
  readonly tree: Locator
  readonly rows: Locator
  readonly syncNow: Locator
  /** Shows rows that came while others were on view. */
  readonly newRows: Locator
  readonly details: Locator

  constructor(window: Page) {
    this.window = window
    this.heading = window.getByRole('heading', { level: 1, name: 'Connections' })
    this.tree = window.getByRole('treegrid', { name: 'Connections' })
    this.rows = window.getByRole('grid', { name: /^Rows of/ })
    this.syncNow = window.getByRole('button', { name: 'Sync now' })
    this.newRows = window.getByRole('button', { name: /new rows?$/ })
    this.details = window.getByRole('complementary', { name: 'Row details' })
  }

  node(name: string): Locator {
    return this.tree.getByRole('row', { name, exact: true })
  }

  /** Opens AUDIT_LOGS through the tree, from the audit connection down. */
  async openAuditLogs(): Promise<void> {
    const nodes = ['AUDIT_LOG', 'PUBLIC', 'AUDIT_LOGS'].map((name) => this.node(name))
    for (const [index, node] of nodes.entries()) {
      // a click on a database or schema that is open would close it
      if (!(await nodes[index + 1]?.isVisible())) await node.click()
    }
    await this.window.getByRole('main').getByRole('heading', { level: 2, name: 'AUDIT_LOGS' }).waitFor()
  }

  /** The cells of the grid that hold exactly this text. */
  cells(text: string | RegExp): Locator {
    return this.rows.getByRole('gridcell').filter({ hasText: text })
  }
}
