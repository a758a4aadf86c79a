import { configure, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { setBulkDraft } from '../../../../src/renderer/src/lib/bulk-draft.ts'
import type { SettingsBaseline } from '../../../../src/shared/contract/preferences.ts'
import type { GeneralSettings, Setting } from '../../../../src/shared/contract/settings.ts'
import type { OrganizationId, PendingChangeId } from '../../../../src/shared/kit/ids.ts'
import { driftingOrganizations } from '../../../support/fake-api-drift.ts'
import { type FakeState, fakeIds, standardState } from '../../../support/fake-api.ts'
import { giveElementsSize } from '../../../support/render-page.tsx'
import { openApp } from '../render-app.tsx'

// by default a second, which a busy machine can need for one look at a grid
configure({ asyncUtilTimeout: 5_000 })
let takeSizeAway = (): void => undefined
beforeAll(() => {
  takeSizeAway = giveElementsSize(2400, 900)
})
afterAll(() => takeSizeAway())
afterEach(() => setBulkDraft(undefined))

const matrix = () => screen.findByRole('grid', { name: 'Settings by organization' })
const rowOf = async (name: string): Promise<HTMLElement> =>
  within(await matrix())
    .getAllByRole('row')
    .find((row) => within(row).queryAllByRole('gridcell')[0]?.textContent?.startsWith(name)) as HTMLElement
/** Cells of a row: organization, differences, audit logging, zone, then the switches in Sigma's order. */
const cell = async (name: string, column: number): Promise<HTMLElement> =>
  within(await rowOf(name)).getAllByRole('gridcell')[column] as HTMLElement
const columns = { differences: 1, auditLogging: 2, timezone: 3, csvUpload: 4, sampleConnections: 5, publicEmbeds: 6 }

const ofAcme: SettingsBaseline = { kind: 'organization', organizationId: fakeIds.acme }

/** The standard organizations with some of their settings changed, and a baseline. */
function state(
  baseline: SettingsBaseline | undefined,
  changes: Partial<Record<keyof typeof fakeIds, readonly Partial<Setting>[]>> = {}
): Partial<FakeState> {
  const standard = standardState()
  const settings = new Map<OrganizationId, GeneralSettings>(
    [...standard.settings].map(([id, general]) => {
      const name = Object.entries(fakeIds).find(([, one]) => one === id)?.[0] as keyof typeof fakeIds
      return [
        id,
        {
          ...general,
          settings: general.settings.map((setting) => ({
            ...setting,
            ...changes[name]?.find((change) => change.key === setting.key)
          }))
        }
      ]
    })
  )
  return {
    settings,
    preferences: { ...standard.preferences, ...(baseline === undefined ? {} : { settingsBaseline: baseline }) }
  }
}

const pending = (value: boolean): NonNullable<Setting['pending']> => ({
  id: crypto.randomUUID() as PendingChangeId,
  key: 'publicEmbeds',
  value,
  madeAtMs: Date.now() - 60_000,
  attempts: 1,
  state: 'waiting',
  lastError: { code: 'offline', params: {} }
})

describe('Settings drift', () => {
  it('marks what differs from the baseline with an icon and words, and counts it', async () => {
    await openApp(
      '/drift',
      state(ofAcme, {
        northwind: [
          { key: 'csvUpload', value: true },
          { key: 'publicEmbeds', pending: pending(false) },
          { key: 'sampleConnections', value: undefined, unavailable: { code: 'not-found', params: {} } }
        ]
      })
    )
    expect((await cell('Northwind', columns.csvUpload)).textContent).toBe('On(Differs from the baseline)')
    expect((await cell('Northwind', columns.csvUpload)).querySelector('svg')).not.toBeNull()
    expect((await cell('Acme', columns.csvUpload)).querySelector('svg')).toBeNull()
    expect((await cell('Northwind', columns.publicEmbeds)).textContent).toContain('On → Off')
    expect((await cell('Northwind', columns.sampleConnections)).textContent).toBe('Not available')
    expect((await cell('Northwind', columns.differences)).textContent).toBe('2')
    const headers = within(await matrix()).getAllByRole('columnheader')
    expect(headers[columns.csvUpload]?.textContent).toBe('CSV UploadOff · 1 differs')
    expect(headers[columns.timezone]?.textContent).toBe('Account TimezoneAmerica/New York · none differs')
    expect(headers[columns.differences]?.textContent).toBe('Differencesin 2')
  })

  it('shows only those that differ, or those whose name fits, most different first when asked', async () => {
    await openApp('/drift', state(ofAcme, { northwind: [{ key: 'csvUpload', value: true }] }))
    fireEvent.click(within(await matrix()).getByText('Differences'))
    await waitFor(async () => {
      const cells = within(await matrix())
        .getAllByRole('row')
        .slice(1)
      expect(within(cells.at(-1) as HTMLElement).getAllByRole('gridcell')[0]?.textContent).toContain('Acme')
    })
    fireEvent.click(screen.getByRole('switch', { name: 'Only differing' }))
    await waitFor(async () => expect(await rowOf('Acme')).toBeUndefined())
    expect(await rowOf('Northwind')).toBeTruthy()
    fireEvent.change(screen.getByRole('searchbox', { name: 'Search organizations' }), {
      target: { value: 'none such' }
    })
    expect(await screen.findByText('No organization found')).toBeTruthy()
  })

  it('marks nothing until a baseline is chosen, and remembers the choice', async () => {
    const app = await openApp('/drift', state(undefined, { northwind: [{ key: 'csvUpload', value: true }] }))
    expect((await cell('Northwind', columns.csvUpload)).querySelector('svg')).toBeNull()
    expect(screen.getByText('Choose what to compare with.')).toBeTruthy()
    expect(screen.queryByRole('button', { name: /Apply baseline/ })).toBeNull()
    fireEvent.click(screen.getByRole('button', { name: /Compare with/ }))
    fireEvent.click(await screen.findByRole('option', { name: 'Acme Corporation' }))
    await waitFor(async () => expect((await cell('Northwind', columns.csvUpload)).querySelector('svg')).not.toBeNull())
    expect(app.fake.inputsOf('preferences', 'setPreferences').at(-1)).toEqual({ settingsBaseline: ofAcme })
  })

  it('compares with values of the person’s own, begun with what most organizations have', async () => {
    const app = await openApp('/drift', state(undefined, { northwind: [{ key: 'csvUpload', value: true }] }))
    await matrix()
    fireEvent.click(screen.getByRole('button', { name: /Compare with/ }))
    fireEvent.click(await screen.findByRole('option', { name: /Own values/ }))
    const dialog = await screen.findByRole('dialog', { name: 'Values to compare with' })
    const csv = within(dialog).getByRole('radiogroup', { name: 'CSV Upload' })
    expect(within(csv).getByRole<HTMLInputElement>('radio', { name: 'Off' }).checked).toBe(true)
    fireEvent.click(within(csv).getByRole('radio', { name: 'On' }))
    fireEvent.click(
      within(within(dialog).getByRole('radiogroup', { name: 'Comments' })).getByRole('radio', { name: 'Any' })
    )
    fireEvent.click(within(dialog).getByRole('button', { name: 'Compare with these' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    const [saved] = app.fake.inputsOf('preferences', 'setPreferences').slice(-1)
    expect(saved).toMatchObject({
      settingsBaseline: { kind: 'values', values: { timezone: 'America/New_York', csvUpload: true, bulkCopy: true } }
    })
    expect(JSON.stringify(saved)).not.toContain('comments')
    await waitFor(async () => expect((await cell('Acme', columns.csvUpload)).querySelector('svg')).not.toBeNull())
  })

  it('says that the organization to compare with is gone', async () => {
    const gone = '00000000-0000-4000-8000-00000000dead' as OrganizationId
    await openApp('/drift', state({ kind: 'organization', organizationId: gone }))
    await matrix()
    expect(screen.getByText('The organization to compare with is not here.')).toBeTruthy()
  })

  it('opens a cell with Enter: value, baseline, the change on its way and the history', async () => {
    await openApp('/drift', state(ofAcme, { northwind: [{ key: 'publicEmbeds', pending: pending(false) }] }))
    const grid = await matrix()
    grid.focus()
    fireEvent.keyDown(grid, { key: 'ArrowDown' })
    for (let step = 0; step < columns.publicEmbeds; step += 1) fireEvent.keyDown(grid, { key: 'ArrowRight' })
    fireEvent.keyDown(grid, { key: 'Enter' })
    const panel = await screen.findByRole('complementary', { name: 'Public embeds' })
    expect(panel.textContent).toContain('On → Off')
    expect(within(panel).getByRole('heading', { name: 'Change on its way' })).toBeTruthy()
    expect(within(panel).getByText('Waiting to send')).toBeTruthy()
    const history = await within(panel).findByRole('list', { name: 'History of Public embeds' })
    expect(within(history).getAllByRole('listitem')).toHaveLength(2)
    expect(
      within(panel)
        .getByRole('link', { name: /General Settings/ })
        .getAttribute('href')
    ).toContain(`/organizations/${fakeIds.northwind}/administration/general-settings`)
    fireEvent.keyDown(panel, { key: 'Escape' })
    await waitFor(() => expect(document.activeElement).toBe(grid))
  })

  it('says who made a change in Vigil', async () => {
    await openApp('/drift', state(ofAcme))
    fireEvent.doubleClick(await cell('Northwind', columns.sampleConnections))
    const panel = await screen.findByRole('complementary', { name: 'Sample connection' })
    expect(await within(panel).findByText('Changed in Vigil by ada')).toBeTruthy()
  })
})

/** Goes on from the bulk page, which took what was left for it. */
async function dryRun(): Promise<void> {
  fireEvent.click(await screen.findByRole('button', { name: 'Dry run' }))
}

describe('applying the baseline', () => {
  it('leaves the settings and every organization that differs for the bulk page', async () => {
    const app = await openApp('/drift', state(ofAcme, { northwind: [{ key: 'csvUpload', value: true }] }))
    await matrix()
    fireEvent.click(screen.getByRole('button', { name: 'Apply baseline to 1 organization …' }))
    await waitFor(() => expect(app.path()).toBe('/bulk'))
    await dryRun()
    await waitFor(() => expect(app.fake.inputsOf('bulk', 'planBulk')).toHaveLength(1))
    expect(app.fake.inputsOf('bulk', 'planBulk')[0]).toEqual({
      action: {
        kind: 'apply-settings',
        values: {
          timezone: 'America/New_York',
          csvUpload: false,
          sampleConnections: true,
          publicEmbeds: true,
          licenseUpgradeRequests: true,
          comments: true,
          bulkCopy: true
        }
      },
      organizationIds: [fakeIds.northwind]
    })
  })

  it('takes only those that are selected, with the space bar', async () => {
    const app = await openApp(
      '/drift',
      state(ofAcme, {
        northwind: [{ key: 'csvUpload', value: true }],
        sandbox: [{ key: 'csvUpload', value: true }]
      })
    )
    const grid = await matrix()
    expect(screen.getByRole('button', { name: 'Apply baseline to 2 organizations …' })).toBeTruthy()
    grid.focus()
    fireEvent.keyDown(grid, { key: 'ArrowDown' })
    fireEvent.keyDown(grid, { key: 'ArrowDown' })
    fireEvent.keyDown(grid, { key: ' ' })
    expect(await screen.findByText('1 organization selected')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Apply baseline to 1 organization …' }))
    await dryRun()
    await waitFor(() =>
      expect(app.fake.inputsOf('bulk', 'planBulk')[0]).toMatchObject({ organizationIds: [fakeIds.sandbox] })
    )
  })

  it('switches audit logging on in a way of its own', async () => {
    const app = await openApp('/drift', state(ofAcme))
    await matrix()
    expect(screen.getByRole('button', { name: 'Apply baseline …' }).hasAttribute('disabled')).toBe(true)
    fireEvent.click(screen.getByRole('button', { name: 'Enable audit logging in 1 organization …' }))
    await dryRun()
    await waitFor(() =>
      expect(app.fake.inputsOf('bulk', 'planBulk')[0]).toEqual({
        action: { kind: 'enable-audit-logging' },
        organizationIds: [fakeIds.sandbox]
      })
    )
  })
})

describe('two hundred organizations', () => {
  it('draws only what is on screen, and the keyboard reaches the last cell', async () => {
    const { organizations, settings } = driftingOrganizations(200)
    await openApp('/drift', {
      organizations,
      settings,
      preferences: { ...standardState().preferences, settingsBaseline: { kind: 'values', values: { comments: true } } }
    })
    const grid = await matrix()
    expect(grid.getAttribute('aria-rowcount')).toBe('201')
    expect(within(grid).getAllByRole('row').length).toBeLessThan(80)
    grid.focus()
    fireEvent.keyDown(grid, { key: 'End', ctrlKey: true })
    expect(grid.getAttribute('aria-activedescendant')).toMatch(/-199-9$/)
  })

  it('waits, fails and tries again', async () => {
    const app = await openApp('/drift', {}, (fake) => fake.failWith('drift', 'getSettingsMatrix', 'internal'))
    const again = await screen.findByRole('button', { name: 'Try again' })
    app.fake.succeed('drift', 'getSettingsMatrix')
    fireEvent.click(again)
    expect(await matrix()).toBeTruthy()
  })
})
