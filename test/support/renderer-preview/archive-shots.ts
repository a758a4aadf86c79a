import type { Page } from 'playwright'
import type { FeatureShot } from './feature-shots.ts'

const acme = '/organizations/00000000-0000-4000-8000-000000000001'
const sections = ['import', 'columns', 'retention', 'backups', 'integrity', 'evidence']
const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).click()

/** Pictures of the archive's pages, and of what the audit log shows above its rows. */
export const archiveShots: readonly FeatureShot[] = [
  { name: 'g-archive', scenario: 'standard', path: `${acme}/archive` },
  { name: 'g-archive-running', scenario: 'sync-running', path: `${acme}/archive` },
  { name: 'g-archive-failed', scenario: 'sync-failed', path: `${acme}/archive` },
  { name: 'g-archive-loading', scenario: 'loading', path: `${acme}/archive` },
  { name: 'g-archive-off', scenario: 'audit-off', path: `${acme}/archive` },
  ...sections.map((section) => ({ name: `g-${section}`, scenario: 'standard', path: `${acme}/archive/${section}` })),
  {
    name: 'g-retention-days',
    scenario: 'standard',
    path: `${acme}/archive/retention`,
    act: async (page) => {
      await page.getByText('For a number of days').click()
      await page.getByText(/would leave now/).waitFor()
    }
  },
  {
    name: 'g-restore',
    scenario: 'standard',
    path: `${acme}/archive/backups`,
    act: press(/^Restore the backup/)
  },
  {
    name: 'g-evidence-made',
    scenario: 'standard',
    path: `${acme}/archive/evidence`,
    act: async (page) => {
      await press('Make a pack …')(page)
      await page.getByText('evidence.zip').waitFor()
      await press('Choose a ZIP file …')(page)
    }
  },
  { name: 'g-range', scenario: 'standard', path: `${acme}/audit-log`, act: press(/^All time/) },
  { name: 'g-values', scenario: 'standard', path: `${acme}/audit-log`, act: press('Values') },
  { name: 'g-bars-table', scenario: 'standard', path: `${acme}/audit-log`, act: press('Show as table') },
  {
    name: 'g-found',
    scenario: 'standard',
    path: `${acme}/audit-log`,
    act: async (page) => {
      await page.getByRole('grid').focus()
      await page.keyboard.press('Enter')
      await press('Only rows with this Event Type')(page)
      await page.getByRole('searchbox', { name: 'Search every column' }).fill('ada')
    }
  },
  {
    name: 'g-none',
    scenario: 'standard',
    path: `${acme}/audit-log`,
    act: async (page) => {
      await page.getByRole('searchbox', { name: 'Search every column' }).fill('no such thing')
      await page.getByText('No event fits').waitFor()
    }
  }
]
