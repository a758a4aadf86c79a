import type { Locator, Page } from '@playwright/test'

export interface TypedOrganization {
  readonly name: string
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
}

/** The form that connects an organization. */
export class AddOrganizationPage {
  readonly window: Page
  readonly form: Locator
  readonly test: Locator
  readonly steps: Locator
  readonly save: Locator
  readonly keepForSession: Locator

  constructor(window: Page) {
    this.window = window
    this.form = window.getByRole('main')
    this.test = this.form.getByRole('button', { name: 'Test connection' })
    this.steps = this.form.getByRole('list', { name: 'Steps of the connection test' }).getByRole('listitem')
    this.save = this.form.getByRole('button', { name: 'Save organization' })
    this.keepForSession = this.form.locator('label', { hasText: 'Keep the secret for this session only' })
  }

  /** Opens the form from the organization list, or from the welcome page. */
  async open(): Promise<void> {
    const link = this.window.getByRole('link', { name: /^(Add organization|Connect a Sigma organization)/ })
    await link.click()
    await this.save.waitFor()
  }

  /** Types everything by hand; the address is one that is in no list. */
  async type({ name, url, clientId, clientSecret }: TypedOrganization): Promise<void> {
    await this.form.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
    await this.form.getByRole('button', { name: /Cloud and region/ }).click()
    await this.window.getByRole('option', { name: /Another API address/ }).click()
    await this.form.getByRole('textbox', { name: 'API address' }).fill(url)
    await this.form.getByRole('textbox', { name: 'Client ID' }).fill(clientId)
    await this.form.getByRole('textbox', { name: 'Client secret' }).fill(clientSecret)
  }

  /** Fills, saves and waits for the organization's Overview. */
  async add(organization: TypedOrganization): Promise<void> {
    await this.open()
    await this.type(organization)
    await this.save.click()
    await this.window.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  }

  step(title: string): Locator {
    return this.steps.filter({ hasText: title })
  }
}
