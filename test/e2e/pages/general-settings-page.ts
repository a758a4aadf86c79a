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

  /** The row of a setting, by its key. */
  setting(key: string): Locator {
    return this.window.locator(`#setting-${key}`)
  }

  async setTimezone(zone: string): Promise<void> {
    await this.window.getByRole('button', { name: 'Edit Account Timezone' }).click()
    const field = this.window.getByRole('combobox', { name: 'Account Timezone' })
    await expect(field).toBeFocused()
    await field.fill(zone)
    await this.window.getByRole('option').filter({ hasText: zone }).first().waitFor()
    await field.press('ArrowDown')
    await field.press('Enter')
    await expect(field).toHaveValue(zone)
    await this.window.getByRole('button', { name: 'Save', exact: true }).click()
  }

  /** The switch of a setting of Features, by the setting's key. */
  switch(key: string): Locator {
    return this.setting(key).getByRole('switch')
  }

  /** Switches it; where switching off asks first, says yes. */
  async toggle(key: string): Promise<void> {
    const isOn = await this.switch(key).isChecked()
    // the input is hidden behind what is drawn
    await this.switch(key).press('Space')
    const confirm = this.window.getByRole('alertdialog').getByRole('button', { name: /^Turn off/ })
    const changed = this.setting(key).getByText(isOn ? 'Changed to Off' : 'Changed to On')
    await expect(confirm.or(changed).first()).toBeVisible()
    if (await confirm.isVisible()) await confirm.click()
  }
}
