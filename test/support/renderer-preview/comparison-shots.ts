import type { Page } from 'playwright'
import type { FeatureShot } from './feature-shots.ts'

const administration = '/organizations/00000000-0000-4000-8000-000000000001/administration'

async function openThird(page: Page): Promise<void> {
  await page.getByRole('grid').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
}

/** Opens the cell of a setting that differs. */
async function openCell(page: Page): Promise<void> {
  await page.getByRole('grid').focus()
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowRight')
  for (let step = 0; step < 9; step += 1) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByText('History').waitFor()
}

const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).click()

/** Pictures of the pages over all organizations, and of each organization's directory. */
export const comparisonShots: readonly FeatureShot[] = [
  { name: 'c-people', scenario: 'people-many', path: '/people' },
  { name: 'c-person', scenario: 'people-many', path: '/people', act: openThird },
  {
    name: 'c-people-nobody',
    scenario: 'people-many',
    path: `/people?search=${encodeURIComponent('"no such person"')}`
  },
  { name: 'c-people-none', scenario: 'people-none', path: '/people' },
  { name: 'c-people-loading', scenario: 'comparison-loading', path: '/people' },
  { name: 'c-people-error', scenario: 'comparison-error', path: '/people' },
  { name: 'c-users', scenario: 'directory', path: `${administration}/users` },
  { name: 'c-user', scenario: 'directory', path: `${administration}/users`, act: openThird },
  { name: 'c-users-hidden', scenario: 'directory-hidden', path: `${administration}/users` },
  { name: 'c-users-stale', scenario: 'directory-stale', path: `${administration}/users` },
  { name: 'c-users-never', scenario: 'directory-never', path: `${administration}/users` },
  { name: 'c-users-loading', scenario: 'comparison-loading', path: `${administration}/users` },
  { name: 'c-users-error', scenario: 'comparison-error', path: `${administration}/users` },
  { name: 'c-teams', scenario: 'directory', path: `${administration}/teams`, act: openThird },
  { name: 'c-types', scenario: 'directory', path: `${administration}/account-types`, act: openThird },
  { name: 'c-tenants', scenario: 'directory', path: `${administration}/tenants` },
  { name: 'c-tenants-hidden', scenario: 'directory-hidden', path: `${administration}/tenants` },
  {
    name: 'c-tenant-add',
    scenario: 'directory',
    path: `${administration}/tenants`,
    act: (page) => page.getByRole('link', { name: 'Add to Vigil (Contoso Retail)' }).click()
  },
  { name: 'c-drift', scenario: 'drift', path: '/drift' },
  { name: 'c-drift-cell', scenario: 'drift', path: '/drift', act: openCell },
  {
    name: 'c-drift-selected',
    scenario: 'drift',
    path: '/drift',
    act: async (page) => {
      await page.getByRole('grid').focus()
      await page.keyboard.press('Space')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Space')
    }
  },
  { name: 'c-drift-none', scenario: 'drift-none', path: '/drift' },
  { name: 'c-drift-values', scenario: 'drift', path: '/drift', act: press('Edit values …') },
  { name: 'c-drift-loading', scenario: 'comparison-loading', path: '/drift' },
  { name: 'c-drift-error', scenario: 'comparison-error', path: '/drift' }
]
