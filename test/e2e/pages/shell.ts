import type { Locator, Page } from '@playwright/test'

export type OrganizationTab = 'Overview' | 'Connections' | 'Audit log' | 'Archive' | 'Administration'

/** The window's frame: organization list, inbox, the tabs of an organization, banners, dialogs. */
export class Shell {
  readonly window: Page
  readonly organizations: Locator
  readonly inbox: Locator
  readonly heading: Locator

  constructor(window: Page) {
    this.window = window
    this.organizations = window.getByRole('navigation', { name: 'Organizations', exact: true })
    this.inbox = window.getByRole('link', { name: /^Inbox/ })
    this.heading = window.getByRole('heading', { level: 1 })
  }

  /** An organization in the list. */
  organization(name: string): Locator {
    return this.organizations.getByRole('link').and(this.window.locator(`[title=${JSON.stringify(name)}]`))
  }

  tab(name: OrganizationTab): Locator {
    return this.window.getByRole('navigation', { name: /^Pages of/ }).getByRole('link', { name })
  }

  /** A banner or another message that says `text`. */
  message(text: string | RegExp): Locator {
    return this.window.getByRole('status').or(this.window.getByRole('alert')).filter({ hasText: text }).first()
  }

  /** The dialog that is open. */
  get dialog(): Locator {
    return this.window.getByRole('dialog').or(this.window.getByRole('alertdialog'))
  }

  /** The id of the organization whose page is open, from the address. */
  organizationId(): string {
    const id = /organizations\/([0-9a-f-]{36})/.exec(this.window.url())?.[1]
    if (id === undefined) throw new Error(`no organization is open at ${this.window.url()}`)
    return id
  }

  /** Opens an organization from the list. */
  async open(name: string): Promise<void> {
    await this.organization(name).click()
    await this.heading.filter({ hasText: 'Overview' }).waitFor()
  }
}
