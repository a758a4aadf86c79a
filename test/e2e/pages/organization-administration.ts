import type { Locator, Page } from '@playwright/test'

export type DirectoryTitle = 'Users' | 'Teams' | 'Account Types' | 'Tenants'

/** Administration of an organization: Users, Teams, Account Types, Tenants. */
export class OrganizationAdministration {
  readonly window: Page

  constructor(window: Page) {
    this.window = window
  }

  /** From any page of the organization. */
  async open(title: DirectoryTitle): Promise<void> {
    await this.window
      .getByRole('navigation', { name: /^Pages of/ })
      .getByRole('link', { name: 'Administration' })
      .click()
    await this.window
      .getByRole('navigation', { name: 'Administration' })
      .getByRole('link', { name: title, exact: true })
      .click()
    await this.window.getByRole('heading', { level: 1, name: title, exact: true }).waitFor()
  }

  /** The list that is open; tenants stand in a plain table. */
  list(label: string): Locator {
    return this.window
      .getByRole('grid', { name: label, exact: true })
      .or(this.window.getByRole('region', { name: label, exact: true }))
  }

  /** How old the list is. */
  get age(): Locator {
    return this.window.getByRole('main').getByText(/^Read /)
  }
}
