import { readFileSync } from 'node:fs'
import path from 'node:path'
import { readCsv } from '../../../src/shared/domain/csv-reading.ts'
import { answerSaveDialog } from '../fixtures/dialogs.ts'
import { expect, test } from '../fixtures/fleet.ts'
import { SomebodyElse } from '../fixtures/somebody-else.ts'
import { AddOrganizationPage } from '../pages/add-organization-page.ts'
import { BulkPage } from '../pages/bulk-page.ts'
import { DriftPage } from '../pages/drift-page.ts'
import { OrganizationAdministration } from '../pages/organization-administration.ts'
import { PeoplePage } from '../pages/people-page.ts'
import { Shell } from '../pages/shell.ts'

const organizations = 12
const everywhere = 'frieda.lindemann@fernweh-analytics.example'

test('a person is found once with everything that they are in all organizations, and the list is exported', async ({
  startFleet,
  seedVigil,
  startVigil,
  dataFolder,
  shot
}) => {
  const fleet = await startFleet({ organizations })
  await seedVigil(fleet, { synced: true })
  const { window, electron } = await startVigil()
  const people = new PeoplePage(window)
  await people.open()
  await people.search.fill('frieda')
  await expect(people.row(everywhere)).toHaveCount(1)
  await expect(people.row(everywhere)).toContainText(String(organizations))
  await people.row(everywhere).dblclick()
  await expect(people.panel).toContainText(`${organizations} organizations`)
  await expect(people.memberships).toHaveCount(organizations)
  const named = await people.memberships.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))
  expect(new Set(named)).toEqual(new Set(fleet.organizations.map(({ name }) => name)))
  await expect(people.memberships.first()).toContainText('Admin')
  await shot(window, 'person')
  await people.memberships.first().getByRole('link').first().click()
  await expect(window.getByRole('grid', { name: 'Users' })).toContainText(everywhere)

  await people.open()
  await expect.poll(() => people.count('All')).toBeGreaterThan(300)
  const [all, admins] = [await people.count('All'), await people.count('Admins')]
  expect(admins).toBeGreaterThan(2)
  expect(admins).toBeLessThan(all)
  await people.status('Admins').click()
  await expect(people.table).toHaveAttribute('aria-rowcount', String(admins + 1))
  await expect(people.row(everywhere)).toBeVisible()
  const shown = await people.table.locator('[role="row"][aria-rowindex]:not([aria-rowindex="1"])').allInnerTexts()
  expect(shown.filter((text) => !text.includes('Admin'))).toEqual([])
  await shot(window, 'admins')

  const file = path.join(dataFolder, 'people.csv')
  await answerSaveDialog(electron, file)
  await people.export('CSV')
  await expect(window.getByText(/memberships in people\.csv/)).toBeVisible()
  const [header, ...lines] = readCsv(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''), ',') ?? []
  expect(header?.cells.length).toBeGreaterThan(4)
  const emails = lines.map(({ cells }) => cells.find((cell) => cell.includes('@')) ?? '')
  expect(new Set(emails).size).toBe(admins)
  expect(emails.filter((email) => email === everywhere)).toHaveLength(organizations)
})

test('what is set differently is marked with its history, and the baseline is applied after a dry run', async ({
  startFleet,
  seedVigil,
  startVigil,
  shot
}) => {
  const fleet = await startFleet({ organizations })
  await seedVigil(fleet, { synced: true })
  const { window, electron } = await startVigil()
  // every column is drawn
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1900, 900))
  const [same, baseline, different] = [0, 6, 2].map((place) => fleet.organizations[place]?.name ?? '')
  if (same === undefined || baseline === undefined || different === undefined) throw new Error('the fleet is too small')
  const setting = 'Bulk copy from tables'
  const drift = new DriftPage(window)
  await drift.open()
  await drift.compareWith(baseline)
  const cell = await drift.cell(different, setting)
  await expect(cell).toHaveText('Off(Differs from the baseline)')
  await expect(await drift.cell(same, setting)).toHaveText('On')
  await expect(drift.table.getByRole('columnheader').filter({ hasText: setting })).toContainText('On · 1 differs')
  await shot(window, 'marked')
  await drift.onlyDiffering.press('Space')
  await expect(drift.row(same)).toHaveCount(0)
  await expect(drift.row(different)).toHaveCount(1)

  await cell.getByText('Off', { exact: true }).click()
  const history = drift.panel.getByRole('list', { name: `History of ${setting}` }).getByRole('listitem')
  await expect(history).toHaveCount(1)
  await expect(history.first()).toContainText('Off')
  await expect(drift.panel).toContainText('Differs from the baseline')
  await shot(window, 'history')

  await drift.panel.getByRole('button', { name: 'Apply baseline to this organization …' }).click()
  const bulk = new BulkPage(window)
  await bulk.look()
  await expect(bulk.row(bulk.plan, different)).toContainText('Will be changed')
  await expect(bulk.row(bulk.plan, different)).toContainText(`${setting}: Offto On`)
  const somebodyElse = new SomebodyElse(fleet.organizations[2])
  expect(await somebodyElse.read('bulkCopy'), 'a dry run changes nothing').toBe(false)
  await shot(window, 'dry-run')
  await bulk.start('Change settings in 1 organization', true)
  expect(await bulk.ended()).toEqual({ [different]: 'Done' })
  expect(await somebodyElse.read('bulkCopy')).toBe(true)

  await drift.open()
  await expect(await drift.cell(different, setting)).toHaveText('On')
  await (await drift.cell(different, setting)).getByText('On', { exact: true }).click()
  await expect(history).toHaveCount(2)
  await expect(history.first()).toContainText('On')
  await expect(history.first()).toContainText('Changed in Vigil by')
  await shot(window, 'applied')
})

test('a tenant is added to Vigil with what its parent organization tells of it', async ({
  startFleet,
  seedVigil,
  startVigil,
  shot
}) => {
  const fleet = await startFleet({ organizations: 2 })
  await seedVigil(fleet, { synced: true })
  const { window } = await startVigil()
  await new Shell(window).open(fleet.organizations[0]?.name ?? '')
  const administration = new OrganizationAdministration(window)
  await administration.open('Tenants')
  await expect(administration.list('Tenants')).toContainText('gruenewald North')
  await shot(window, 'tenants')
  await administration
    .list('Tenants')
    .getByRole('link', { name: /Add to Vigil.*gruenewald North/ })
    .click()
  const form = new AddOrganizationPage(window).form
  await expect(form).toContainText('“gruenewald North” is a tenant.')
  await expect(form.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('gruenewald North')
  await expect(form.getByRole('button', { name: /Cloud and region/ })).toContainText('Europe')
  await expect(form.getByRole('textbox', { name: /Organization URL slug/ })).toHaveValue('gruenewald-north')
  await expect(form.getByLabel('Client secret')).toHaveValue('')
  await shot(window, 'tenant-prefilled')
})
