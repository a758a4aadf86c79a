import type { Locator, Page } from '@playwright/test'

/** What a first run shows. */
export class WelcomePage {
  readonly heading: Locator
  readonly startSandbox: Locator
  readonly connectSigma: Locator
  readonly keepForSession: Locator

  constructor(window: Page) {
    this.heading = window.getByRole('heading', { level: 1, name: 'Welcome to Vigil' })
    this.startSandbox = window.getByRole('button', { name: 'Start with a sandbox organization' })
    this.connectSigma = window.getByRole('link', { name: 'Connect a Sigma organization' })
    this.keepForSession = window.getByRole('button', { name: 'Keep its secret for this session only' })
  }
}
