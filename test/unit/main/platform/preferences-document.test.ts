import { expect, test } from 'vitest'
import { preferencesFrom } from '../../../../src/main/platform/preferences-document.ts'
import { newOrganizationId } from '../../../../src/shared/kit/ids.ts'

test('the arrangement of the fleet and the baseline come back as they were kept', () => {
  const fleetView = {
    columns: ['name', 'pending'],
    widths: { name: 240 },
    sort: { column: 'name', isDescending: true },
    groupBy: 'region'
  } as const
  const settingsBaseline = { kind: 'organization', organizationId: newOrganizationId() } as const
  expect(preferencesFrom({ fleetView, settingsBaseline })).toMatchObject({ fleetView, settingsBaseline })
})

test('of an arrangement, what cannot be read is as if it were not there', () => {
  const { fleetView } = preferencesFrom({
    fleetView: { columns: ['name'], widths: { name: 3, pending: 90, other: 'wide' }, sort: 'name', groupBy: 'moon' }
  })
  expect(fleetView).toEqual({ columns: ['name'], widths: { pending: 90 }, groupBy: 'none' })
  expect(preferencesFrom({ fleetView: { columns: [] } }).fleetView).toEqual({
    columns: [],
    widths: {},
    groupBy: 'none'
  })
})

test('an arrangement without columns, and a baseline that is none, are absent and take nothing else along', () => {
  for (const fleetView of ['wide', null, [], {}, { columns: 'name' }])
    expect(preferencesFrom({ theme: 'dark', fleetView })).toEqual({
      theme: 'dark',
      sidebarWidth: 248,
      organizationOrder: []
    })
  for (const settingsBaseline of [
    { kind: 'organization', organizationId: '../x' },
    { kind: 'values', values: { comments: 7 } },
    { kind: 'other' },
    'all'
  ])
    expect(preferencesFrom({ settingsBaseline })).not.toHaveProperty('settingsBaseline')
})

test('a baseline of chosen values keeps them', () => {
  const settingsBaseline = { kind: 'values', values: { timezone: 'America/New_York', comments: true } }
  expect(preferencesFrom({ settingsBaseline }).settingsBaseline).toEqual(settingsBaseline)
})
