import { expect, type Locator, type Page } from '@playwright/test'

/** Administration > Account > General Settings, with Sigma Audit Logs. */
export class GeneralSettingsPage {
  readonly window: Page
  readonly auditLogging: Locator
  readonly enable: Locator
  readonly browse: Locator
  readonly disable: Locator

  constructor(window: Page) {
    this.window = window
    this.auditLogging = window.getByRole('region', { name: 'Audit Logging', exact: true })
    this.enable = this.auditLogging.getByRole('button', { name: 'Enable', exact: true })
    this.browse = this.auditLogging.getByRole('link', { name: 'Browse Connection' })
    this.disable = this.auditLogging.getByRole('button', { name: 'Disable', exact: true })
  }

  /** From any page of the organization. */
  async open(): Promise<void> {
    await this.window
      .getByRole('navigation', { name: /^Pages of/ })
      .getByRole('link', { name: 'Administration' })
      .click()
    await this.auditLogging.waitFor()
  }

  /** What the tag beside Sigma Audit Logs says, as screen readers hear it. */
  async expectState(tag: string, timeoutMs?: number): Promise<void> {
    await expect(this.auditLogging.getByText(`Sigma Audit Logs: ${tag}`, { exact: true })).toBeAttached(
      timeoutMs === undefined ? {} : { timeout: timeoutMs }
    )
  }

  /** Presses Enable and confirms. */
  async confirmEnable(): Promise<void> {
    await this.enable.click()
    await this.window.getByRole('alertdialog').getByRole('button', { name: 'Enable', exact: true }).click()
  }
}
