import type { Page } from '@playwright/test'
import { chooseTheme, keepZoomed, objections, outOfReach, zoomTo200 } from '../fixtures/accessibility.ts'
import { expect, test } from '../fixtures/fleet.ts'
import { BulkPage } from '../pages/bulk-page.ts'
import { Shell } from '../pages/shell.ts'

interface Place {
  readonly name: string
  readonly go: () => Promise<void>
}

/** Every page of many organizations, in an order in which one can go to them. `organization`: one that can be read. */
function placesOf(window: Page, organization: { readonly id: string; readonly name: string }): Place[] {
  const shell = new Shell(window)
  const bulk = new BulkPage(window)
  const grid = (name: string) => window.getByRole('grid', { name }).or(window.getByRole('treegrid', { name }))
  const address = async (hash: string, title: string): Promise<void> => {
    await window.evaluate((to) => {
      location.hash = to
    }, hash)
    await window.getByRole('heading', { level: 1, name: title, exact: true }).waitFor()
  }
  const administration = (page: string, title: string) =>
    address(`/organizations/${organization.id}/administration/${page}`, title)
  const openFirst = async (name: string): Promise<void> => {
    await grid(name).focus()
    await window.keyboard.press('Enter')
    await window.getByRole('button', { name: 'Close (Esc)' }).waitFor()
  }
  return [
    {
      name: 'fleet',
      async go() {
        await address('/fleet', 'All organizations')
        await grid('All organizations').waitFor()
      }
    },
    {
      name: 'fleet-selected',
      async go() {
        await grid('All organizations').focus()
        await window.keyboard.press('Control+a')
        await window.getByRole('toolbar', { name: 'Selected organizations' }).waitFor()
      }
    },
    {
      name: 'fleet-columns',
      async go() {
        await window.keyboard.press('Escape')
        await window.getByRole('button', { name: /^Columns / }).click()
        await window.getByRole('dialog', { name: /^Columns/ }).waitFor()
      }
    },
    {
      name: 'quick-switcher',
      async go() {
        await window.keyboard.press('Escape')
        await shell.dialog.waitFor({ state: 'detached' })
        await window.keyboard.press('Control+k')
        await window.getByRole('option').first().waitFor()
      }
    },
    {
      name: 'changes',
      async go() {
        await window.keyboard.press('Escape')
        await shell.dialog.waitFor({ state: 'detached' })
        await address('/changes', 'Pending changes')
        await window.getByRole('list', { name: 'Waiting to be sent' }).waitFor()
      }
    },
    {
      name: 'bulk',
      async go() {
        await address('/bulk', 'Bulk actions')
        await bulk.choose('Change settings')
        await window.getByRole('listbox', { name: 'Organizations' }).waitFor()
      }
    },
    {
      name: 'bulk-credentials',
      async go() {
        await bulk.choose('Replace credentials')
        await bulk.chooseFile.waitFor()
      }
    },
    {
      name: 'bulk-dry-run',
      async go() {
        await bulk.choose('Test connections')
        await bulk.chooseAll()
        await bulk.look()
      }
    },
    {
      name: 'bulk-run',
      async go() {
        await window.getByRole('button', { name: /^Test \d+ organizations$/ }).click()
        await bulk.run.waitFor()
        await bulk.ended()
      }
    },
    {
      name: 'bulk-runs',
      async go() {
        await address('/bulk', 'Bulk actions')
        await window.getByRole('region', { name: 'Runs' }).scrollIntoViewIfNeeded()
      }
    },
    {
      name: 'people',
      async go() {
        await address('/people', 'People')
        await grid('People').waitFor()
      }
    },
    { name: 'person', go: () => openFirst('People') },
    {
      name: 'drift',
      async go() {
        await address('/drift', 'Settings drift')
        const compared = window.getByRole('combobox', { name: 'Compare with' })
        if ((await compared.inputValue()) === '') {
          await compared.fill(organization.name)
          await window.getByRole('option', { name: organization.name, exact: true }).click()
        }
        await grid('Settings by organization').getByText('(Differs from the baseline)').first().waitFor()
      }
    },
    { name: 'drift-cell', go: () => openFirst('Settings by organization') },
    {
      name: 'users',
      async go() {
        await administration('users', 'Users')
        await grid('Users').waitFor()
      }
    },
    { name: 'user', go: () => openFirst('Users') },
    { name: 'teams', go: () => administration('teams', 'Teams') },
    { name: 'team', go: () => openFirst('Teams') },
    { name: 'account-types', go: () => administration('account-types', 'Account Types') },
    { name: 'account-type', go: () => openFirst('Account types') },
    { name: 'tenants', go: () => administration('tenants', 'Tenants') }
  ]
}

test('axe finds nothing on any page of many organizations in light and dark, and nothing is lost at 200 %', async ({
  startFleet,
  seedVigil,
  startVigil,
  shot
}) => {
  test.setTimeout(400_000)
  const fleet = await startFleet({ organizations: 12, hang: 1, refuse: 1 })
  const seeded = await seedVigil(fleet, { synced: true, changes: 10 })
  // one in which there is something to see everywhere, while the changes go on waiting
  const place = fleet.organizations.findIndex(({ name }) => name === 'Okavango Foods — Staging')
  const organization = seeded.organizations[place]
  if (organization === undefined) throw new Error('the fleet is another')
  await fleet.behave('offline')
  const { window, electron } = await startVigil()
  for (const theme of ['Light', 'Dark'] as const) {
    await chooseTheme(window, theme)
    for (const { name, go } of placesOf(window, organization)) {
      await test.step(`${theme}: ${name}`, async () => {
        await go()
        expect.soft(await objections(window), `${theme}: ${name}`).toEqual([])
        await shot(window, `${theme.toLowerCase()}-${name}`)
      })
    }
  }
  await zoomTo200(electron, window)
  for (const { name, go } of placesOf(window, organization)) {
    await test.step(`200 %: ${name}`, async () => {
      await go()
      expect.soft(await window.evaluate(outOfReach), `200 %: ${name}`).toEqual([])
      await keepZoomed(electron, window, `fleet-accessibility-zoom-${name}`)
    })
  }
})
