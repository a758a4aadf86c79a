import type { Page } from 'playwright'
import type { FeatureShot } from './feature-shots.ts'

const settings = '/organizations/00000000-0000-4000-8000-000000000001/administration/general-settings?setting=timezone'
const run = '/bulk/00000000-0000-4000-8000-0000000000b1'

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()
const choose = (page: Page, name: RegExp) => page.getByRole('radio', { name }).locator('xpath=ancestor::label').click()

async function chooseAll(page: Page, name: RegExp): Promise<void> {
  await choose(page, name)
  await press(page, 'Choose all')
}

async function plan(page: Page): Promise<void> {
  await chooseAll(page, /^Enable audit logging/)
  await press(page, 'Dry run')
  await page.getByRole('heading', { name: /^Dry run/ }).waitFor()
}

async function settingsForm(page: Page): Promise<void> {
  await chooseAll(page, /^Change settings/)
  await press(page, /Public embeds$/)
  await page.getByRole('option', { name: 'Off' }).click()
}

async function rotate(page: Page): Promise<void> {
  await choose(page, /^Replace credentials/)
}

/** Pictures of pending changes and bulk actions. */
export const bulkShots: readonly FeatureShot[] = [
  { name: 'c-changes', scenario: 'changes', path: '/changes' },
  {
    name: 'c-changes-discard',
    scenario: 'changes',
    path: '/changes',
    act: (page) => press(page, /^Discard: Comments/)
  },
  { name: 'c-changes-unreadable', scenario: 'changes-unreadable', path: '/changes' },
  { name: 'c-changes-empty', scenario: 'standard', path: '/changes' },
  { name: 'c-changes-error', scenario: 'changes-error', path: '/changes' },
  { name: 'c-changes-loading', scenario: 'changes-loading', path: '/changes' },
  { name: 'c-conflict-setting', scenario: 'changes', path: settings },
  { name: 'b-bulk', scenario: 'bulk-fleet', path: '/bulk' },
  { name: 'b-bulk-chosen', scenario: 'bulk-fleet', path: '/bulk', act: (page) => chooseAll(page, /^Sync/) },
  { name: 'b-bulk-settings', scenario: 'bulk-fleet', path: '/bulk', act: settingsForm },
  { name: 'b-bulk-file', scenario: 'bulk-fleet', path: '/bulk', act: rotate },
  {
    name: 'b-bulk-list',
    scenario: 'bulk-fleet',
    path: '/bulk',
    act: async (page) => {
      await rotate(page)
      await press(page, /^Choose CSV file/)
      await page.getByRole('button', { name: 'Forget these' }).scrollIntoViewIfNeeded()
    }
  },
  {
    name: 'b-bulk-typed',
    scenario: 'bulk-no-keychain',
    path: '/bulk',
    act: async (page) => {
      await rotate(page)
      await choose(page, /^Typed here/)
      for (const name of ['Customer 001', 'Customer 003', /^The Very Long/])
        await page.getByRole('option', { name }).click()
      await page.getByText('Client IDs and secrets').scrollIntoViewIfNeeded()
    }
  },
  { name: 'b-plan', scenario: 'bulk-fleet', path: '/bulk', act: plan },
  {
    name: 'b-plan-settings',
    scenario: 'bulk-fleet',
    path: '/bulk',
    act: async (page) => {
      await settingsForm(page)
      await press(page, 'Dry run')
      await page.getByRole('heading', { name: /^Dry run/ }).waitFor()
    }
  },
  {
    name: 'b-plan-confirm',
    scenario: 'bulk-fleet',
    path: '/bulk',
    act: async (page) => {
      await plan(page)
      await press(page, /^Enable in/)
    }
  },
  { name: 'b-run-running', scenario: 'bulk-running', path: run },
  { name: 'b-run-ended', scenario: 'bulk-ended', path: run },
  { name: 'b-run-gone', scenario: 'bulk-fleet', path: run },
  { name: 'b-runs', scenario: 'bulk-ended', path: '/bulk' }
]
