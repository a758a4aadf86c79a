import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Page } from 'playwright'
import { build, preview } from 'vite'
import { comparisonShots } from './comparison-shots.ts'
import { featureShots } from './feature-shots.ts'

const usage = `Takes pictures of the window over data in memory, and runs axe on each.
  --out DIR        where the pictures go (out/photographs)
  --only PATTERN   only pictures whose name (PAGE-FRAME, such as inbox-dark) matches this regular expression
  --chromium FILE  the browser (/usr/bin/chromium)
Exits with 1 when axe finds something or the page throws.`

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'out/photographs' },
    only: { type: 'string', default: '' },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
    help: { type: 'boolean', default: false }
  }
})

const only = new RegExp(values.only)

interface Shot {
  readonly name: string
  readonly scenario: string
  readonly path: string
  /** What to do before the picture. */
  readonly act?: (page: Page) => Promise<void>
}

const acme = '/organizations/00000000-0000-4000-8000-000000000001'
const sandbox = '/organizations/00000000-0000-4000-8000-000000000003'

async function fillForm(page: Page): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill('Contoso')
  await page.getByRole('button', { name: /Cloud and region/ }).click()
  await page.getByRole('option', { name: /AWS US West/ }).click()
  await page.getByLabel('Client ID').fill('4f1c9a7b2e8d')
  await page.getByLabel('Client secret').fill('not-a-secret')
}

async function testConnection(page: Page): Promise<void> {
  await fillForm(page)
  await page.getByRole('button', { name: 'Test connection' }).click()
  await page.getByText('Testing …').waitFor({ state: 'detached', timeout: 5_000 })
}

const shots: readonly Shot[] = [
  ...featureShots,
  ...comparisonShots,
  { name: 'welcome', scenario: 'first-run', path: '/' },
  { name: 'welcome-no-keychain', scenario: 'first-run-no-keychain', path: '/' },
  { name: 'overview', scenario: 'standard', path: `${acme}/overview` },
  { name: 'overview-pending', scenario: 'pending', path: `${acme}/overview` },
  { name: 'overview-offline', scenario: 'offline', path: `${acme}/overview` },
  { name: 'overview-locked', scenario: 'locked', path: `${acme}/overview` },
  { name: 'overview-long', scenario: 'long-text', path: `${acme}/overview` },
  { name: 'overview-many', scenario: 'many', path: `${acme}/overview` },
  { name: 'overview-loading', scenario: 'loading', path: `${acme}/overview` },
  { name: 'overview-error', scenario: 'error', path: `${acme}/overview` },
  { name: 'start-error', scenario: 'error', path: '/' },
  {
    name: 'overview-remove',
    scenario: 'standard',
    path: `${acme}/overview`,
    act: (page) => page.getByRole('button', { name: 'Remove …' }).click()
  },
  {
    name: 'overview-replace',
    scenario: 'no-keychain',
    path: `${acme}/overview`,
    act: (page) => page.getByRole('button', { name: 'Replace …' }).click()
  },
  {
    name: 'overview-menu',
    scenario: 'standard',
    path: `${acme}/overview`,
    act: (page) => page.getByRole('button', { name: 'More about Acme Corporation' }).click()
  },
  { name: 'add', scenario: 'standard', path: '/add-organization' },
  {
    name: 'add-regions',
    scenario: 'standard',
    path: '/add-organization',
    act: (page) => page.getByRole('button', { name: /Cloud and region/ }).click()
  },
  { name: 'add-passed', scenario: 'standard', path: '/add-organization', act: testConnection },
  { name: 'add-failed', scenario: 'test-fails', path: '/add-organization', act: testConnection },
  { name: 'add-notes', scenario: 'test-notes', path: '/add-organization', act: testConnection },
  {
    name: 'add-problems',
    scenario: 'locked',
    path: '/add-organization',
    act: (page) => page.getByRole('button', { name: 'Save organization' }).click()
  },
  { name: 'inbox', scenario: 'standard', path: '/inbox' },
  { name: 'inbox-empty', scenario: 'empty-inbox', path: '/inbox' },
  { name: 'inbox-long', scenario: 'long-text', path: '/inbox' },
  { name: 'inbox-error', scenario: 'error', path: '/inbox' },
  { name: 'preferences', scenario: 'standard', path: '/preferences' },
  { name: 'preferences-no-keychain', scenario: 'no-keychain', path: '/preferences' },
  { name: 'about', scenario: 'standard', path: '/about' },
  { name: 'notices', scenario: 'notices', path: `${acme}/overview` },
  { name: 'settings', scenario: 'standard', path: `${acme}/administration/general-settings` },
  { name: 'settings-off', scenario: 'standard', path: `${sandbox}/administration/general-settings` },
  { name: 'connections', scenario: 'standard', path: `${acme}/connections` },
  { name: 'audit-log', scenario: 'standard', path: `${acme}/audit-log` }
]

/** A page at 200 % zoom has half the CSS pixels and twice the density. */
const frames = [
  { name: 'light', theme: 'light', width: 1280, height: 800, scale: 1 },
  { name: 'dark', theme: 'dark', width: 1280, height: 800, scale: 1 },
  { name: 'small', theme: 'light', width: 760, height: 600, scale: 1 },
  { name: 'zoom', theme: 'light', width: 640, height: 400, scale: 2 },
  { name: 'zoom-small', theme: 'dark', width: 380, height: 300, scale: 2 }
] as const

/**
 * An option with a second line is named by its first and described by its second, as ARIA wants it; the (experimental)
 * rule compares the name with all the text inside.
 */
function isOptionDescription(violation: {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}): boolean {
  return (
    violation.id === 'label-content-name-mismatch' &&
    violation.nodes.every((node) => /role="(option|menuitem)"/.test(node.html))
  )
}

async function photograph(): Promise<number> {
  mkdirSync(values.out, { recursive: true })
  // A build of its own, so that two runs at once do not show each other's window.
  const outDir = mkdtempSync(path.join(tmpdir(), 'vigil-preview-'))
  const config = {
    configFile: path.join(import.meta.dirname, 'vite.config.ts'),
    logLevel: 'error' as const,
    build: { outDir }
  }
  await build(config)
  const server = await preview({ ...config, preview: { port: 0 } })
  const origin = server.resolvedUrls?.local[0] ?? ''
  const browser = await chromium.launch({ executablePath: values.chromium, args: ['--no-sandbox'] })
  let faults = 0
  for (const frame of frames) {
    const context = await browser.newContext({
      viewport: { width: frame.width, height: frame.height },
      deviceScaleFactor: frame.scale,
      reducedMotion: 'reduce'
    })
    for (const shot of shots) {
      const name = `${shot.name}-${frame.name}`
      if (!only.test(name)) continue
      const page = await context.newPage()
      page.on('pageerror', (error) => {
        faults += 1
        console.log(`${name}: ${error.message}`)
      })
      page.on('console', (message) => {
        if (message.type() === 'error') console.log(`${name}: ${message.text().slice(0, 300)}`)
      })
      try {
        await page.goto(`${origin}?scenario=${shot.scenario}&theme=${frame.theme}#${shot.path}`)
        await page.waitForSelector('main', { timeout: 20_000 })
        await page.waitForTimeout(400)
        await shot.act?.(page)
        await page.waitForTimeout(250)
        await page.screenshot({ path: path.join(values.out, `${name}.png`) })
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
          .analyze()
        for (const violation of violations) {
          if (isOptionDescription(violation)) continue
          faults += 1
          console.log(
            `${name}: axe ${violation.id} (${violation.impact}): ${violation.nodes
              .map((node) => node.target.join(' '))
              .slice(0, 3)
              .join(' | ')}`
          )
        }
        const styleElements = await page.evaluate<number>("document.querySelectorAll('style').length")
        if (styleElements > 0) {
          faults += 1
          console.log(`${name}: ${styleElements} style elements, which the content security policy forbids`)
        }
        const overflow = await page.evaluate<number>(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth'
        )
        if (overflow > 0) {
          faults += 1
          console.log(`${name}: ${overflow} px wider than the window`)
        }
      } catch (thrown) {
        faults += 1
        console.log(`${name}: ${thrown instanceof Error ? thrown.message.split('\n')[0] : String(thrown)}`)
      }
      await page.close()
    }
    await context.close()
  }
  await browser.close()
  await server.close()
  rmSync(outDir, { recursive: true, force: true })
  return faults
}

if (values.help) console.log(usage)
else process.exitCode = (await photograph()) === 0 ? 0 : 1
