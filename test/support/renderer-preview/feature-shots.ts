import type { Page } from 'playwright'
import { archiveShots } from './archive-shots.ts'
import { bulkShots } from './bulk-shots.ts'
import { fleetShots } from './fleet-shots.ts'

export interface FeatureShot {
  readonly name: string
  readonly scenario: string
  readonly path: string
  readonly act?: (page: Page) => Promise<void>
}

const acme = '/organizations/00000000-0000-4000-8000-000000000001'
const settings = `${acme}/administration/general-settings`
const orders = `${acme}/connections/warehouse-1?table=${encodeURIComponent(JSON.stringify(['SALES', 'PUBLIC', 'ORDERS']))}`

const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).click()
const toAuditLogging = (page: Page) => page.locator('#audit-logging').scrollIntoViewIfNeeded()

async function openRow(page: Page): Promise<void> {
  await page.getByRole('grid').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
}

async function openJson(page: Page): Promise<void> {
  await openRow(page)
  await page.getByRole('tab', { name: 'JSON' }).click()
}

async function openAuditLogs(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Open AUDIT_LOGS' }).click()
  await page.getByRole('grid').waitFor()
}

async function openColumns(page: Page): Promise<void> {
  await openAuditLogs(page)
  await page.getByRole('tab', { name: 'Columns' }).click()
}

const auditStates = [
  'pending',
  'disabling',
  'waiting',
  'refused',
  'timed-out',
  'not-provisioned',
  'no-admin',
  'off',
  'unknown'
]

/** Pictures of the pages of one organization. */
export const featureShots: readonly FeatureShot[] = [
  ...fleetShots,
  ...auditStates.map((state) => ({
    name: `f-audit-${state}`,
    scenario: `audit-${state}`,
    path: settings,
    act: toAuditLogging
  })),
  { name: 'f-audit-on', scenario: 'standard', path: settings, act: toAuditLogging },
  { name: 'f-enable', scenario: 'audit-off', path: settings, act: press('Enable') },
  { name: 'f-disable', scenario: 'standard', path: settings, act: press('Disable') },
  { name: 'f-settings-states', scenario: 'settings-states', path: settings },
  {
    name: 'f-settings-switches',
    scenario: 'settings-states',
    path: settings,
    act: (page) => page.getByText('Bulk copy from tables').scrollIntoViewIfNeeded()
  },
  { name: 'f-settings-zone', scenario: 'standard', path: settings, act: press('Edit Account Timezone') },
  {
    name: 'f-settings-embeds',
    scenario: 'standard',
    path: settings,
    act: (page) => page.getByText('Lets members publish content').locator('xpath=../..').locator('label').click()
  },
  { name: 'f-settings-loading', scenario: 'loading', path: settings },
  {
    name: 'f-branding',
    scenario: 'standard',
    path: settings,
    act: (page) => page.getByRole('tab', { name: 'Branding Settings' }).click()
  },
  { name: 'f-connections', scenario: 'connections-marked', path: `${acme}/connections` },
  {
    name: 'f-connection',
    scenario: 'standard',
    path: `${acme}/connections/audit-connection-1`,
    act: press('Test connection')
  },
  { name: 'f-connection-removed', scenario: 'connections-marked', path: `${acme}/connections/gone-1` },
  {
    name: 'f-filter',
    scenario: 'standard',
    path: `${acme}/connections`,
    act: (page) => page.getByRole('searchbox', { name: 'Filter by name' }).fill('ord')
  },
  { name: 'f-columns', scenario: 'standard', path: orders },
  {
    name: 'f-no-data',
    scenario: 'standard',
    path: orders,
    act: (page) => page.getByRole('tab', { name: 'Data' }).click()
  },
  {
    name: 'f-data',
    scenario: 'standard',
    path: `${acme}/connections/audit-connection-1`,
    act: openAuditLogs
  },
  {
    name: 'f-audit-columns',
    scenario: 'standard',
    path: `${acme}/connections/audit-connection-1`,
    act: openColumns
  },
  { name: 'f-rows', scenario: 'rows-wide', path: `${acme}/audit-log` },
  { name: 'f-row', scenario: 'rows-wide', path: `${acme}/audit-log`, act: openRow },
  { name: 'f-row-json', scenario: 'rows-wide', path: `${acme}/audit-log`, act: openJson },
  { name: 'f-chooser', scenario: 'rows-wide', path: `${acme}/audit-log`, act: press(/^Columns /) },
  { name: 'f-sync-running', scenario: 'sync-running', path: `${acme}/audit-log` },
  { name: 'f-sync-failed', scenario: 'sync-failed', path: `${acme}/audit-log` },
  { name: 'f-sync-offline', scenario: 'sync-offline', path: `${acme}/audit-log` },
  { name: 'f-no-workbook', scenario: 'no-workbook', path: `${acme}/audit-log` },
  { name: 'f-pick-workbook', scenario: 'no-workbook', path: `${acme}/audit-log`, act: press('Pick a workbook') },
  { name: 'f-rows-empty', scenario: 'rows-empty', path: `${acme}/audit-log` },
  { name: 'f-log-off', scenario: 'audit-off', path: `${acme}/audit-log` },
  { name: 'f-log-loading', scenario: 'loading', path: `${acme}/audit-log` },
  { name: 'f-activity', scenario: 'standard', path: '/activity' },
  { name: 'f-activity-export', scenario: 'standard', path: '/activity', act: press('Export') },
  {
    name: 'f-activity-none',
    scenario: 'standard',
    path: '/activity',
    act: async (page) => {
      await page.getByRole('searchbox', { name: 'Search activity' }).fill('no such thing')
      await page.getByText('Nothing found').waitFor()
    }
  },
  { name: 'f-activity-loading', scenario: 'loading', path: '/activity' },
  ...archiveShots,
  ...bulkShots
]
