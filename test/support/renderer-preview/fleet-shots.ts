import type { Page } from 'playwright'
import { fakeIds } from '../fake-api.ts'
import type { FeatureShot } from './feature-shots.ts'

const shot = (name: string, scenario: string, act?: FeatureShot['act']): FeatureShot => ({
  name: `fleet-${name}`,
  scenario,
  path: '/fleet',
  ...(act === undefined ? {} : { act })
})

async function selectSome(page: Page): Promise<void> {
  await page.getByRole('grid').focus()
  for (const key of ['ArrowDown', 'Space', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown'])
    await page.keyboard.press(key)
}

/** Pictures of the pages over all organizations. */
export const fleetShots: readonly FeatureShot[] = [
  shot('full', 'fleet-200'),
  shot('few', 'fleet'),
  shot('none-fit', 'fleet', (page) =>
    page.getByRole('searchbox', { name: 'Filter organizations' }).fill('no such thing')
  ),
  shot('empty', 'first-run'),
  shot('loading', 'loading'),
  shot('error', 'error'),
  shot('grouped', 'fleet-grouped'),
  shot('selected', 'fleet', selectSome),
  shot('long', 'fleet-long'),
  shot('chooser', 'fleet', (page) => page.getByRole('button', { name: /^Columns / }).click()),
  shot('attention', 'fleet-200', (page) => page.getByRole('radio', { name: /Needs attention/ }).click()),
  shot('find', 'fleet-200', async (page) => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Find organization' }).fill('can')
  }),
  { name: 'fleet-paused', scenario: 'fleet-paused', path: `/organizations/${fakeIds.acme}/overview` },
  {
    name: 'fleet-color',
    scenario: 'fleet-paused',
    path: `/organizations/${fakeIds.acme}/overview`,
    act: (page) => page.getByRole('button', { name: /Color/ }).click()
  }
]
