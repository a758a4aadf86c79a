import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { answerOpenDialog } from '../fixtures/dialogs.ts'
import { disguisesOf, filesWith } from '../fixtures/files.ts'
import { expect, test } from '../fixtures/fleet.ts'
import { secretInKeyring } from '../fixtures/keyring.ts'
import { crossingsOf, recordProcessLine } from '../fixtures/process-line.ts'
import { SomebodyElse } from '../fixtures/somebody-else.ts'
import { BulkPage } from '../pages/bulk-page.ts'
import { FleetPage } from '../pages/fleet-page.ts'
import { Shell } from '../pages/shell.ts'

/** Enough to have every kind of organization among them. */
const organizations = 13

test('audit logging is enabled where it is off, after a dry run; what failed is tried again once it is mended', async ({
  startFleet,
  seedVigil,
  startVigil,
  shot
}) => {
  const fleet = await startFleet({ organizations })
  await seedVigil(fleet, { synced: true })
  const { window } = await startVigil()
  const page = new FleetPage(window)
  await page.open()
  await page.table.focus()
  await window.keyboard.press('Control+a')
  await page.selected.getByRole('link', { name: 'Bulk actions…' }).click()
  const bulk = new BulkPage(window)
  await expect(bulk.main).toContainText('Bulk actions')
  await bulk.choose('Enable audit logging')
  await expect(bulk.main).toContainText(`Enable audit logging, ${organizations} organizations.`)
  await shot(window, 'form')
  await bulk.look()

  const expected = Object.fromEntries(
    fleet.organizations.map(({ name, auditLogging, isAdmin }) => {
      if (!isAdmin || auditLogging === 'region-not-supported') return [name, 'Not possible']
      return [name, auditLogging === 'off' ? 'Will be enabled' : 'Nothing to do']
    })
  )
  expect(await bulk.tags(bulk.plan)).toEqual(expected)
  const off = fleet.organizations.flatMap((one, place) => (expected[one.name] === 'Will be enabled' ? [place] : []))
  expect(off.length).toBeGreaterThan(2)
  await expect(bulk.plan).toContainText('Audit logging is on already.')
  await shot(window, 'dry-run')
  const requests = (await fleet.stats()).requests
  const sick = off[0] ?? 0
  const sickName = fleet.organizations[sick]?.name ?? ''
  expect(await new SomebodyElse(fleet.organizations[sick]).read('auditLogging'), 'a dry run changes nothing').toBe(
    false
  )

  await fleet.behave('read-only', [sick])
  await bulk.start(`Enable in ${off.length} organizations`, true)
  await shot(window, 'running')
  const outcomes = await bulk.ended()
  expect(outcomes).toEqual(
    Object.fromEntries(off.map((place) => [fleet.organizations[place]?.name, place === sick ? 'Failed' : 'Done']))
  )
  await expect(bulk.main).toContainText(
    `Audit logging was requested in ${off.length - 1} of ${off.length} organizations`
  )
  await expect(bulk.row(bulk.run, sickName)).toContainText('Sigma does not permit this')
  await shot(window, 'one-failed')
  const untouched = fleet.organizations.findIndex((one) => expected[one.name] === 'Not possible')
  expect((await fleet.stats()).requests[untouched], 'the others are left alone').toBe(requests[untouched])

  await fleet.behave('normal', [sick])
  await bulk.main.getByRole('button', { name: 'Retry failed (1)' }).click()
  await expect(bulk.row(bulk.run, sickName)).toContainText('Done', { timeout: 60_000 })
  expect(await bulk.ended()).toEqual({ [sickName]: 'Done' })
  await shot(window, 'mended')
  const somebodyElse = new SomebodyElse(fleet.organizations[sick])
  await expect.poll(() => somebodyElse.read('auditLogging'), { timeout: 60_000, intervals: [2_000] }).toBe(true)
})

test('a sync of all that one organization holds up can be cancelled, and the others have theirs', async ({
  startFleet,
  seedVigil,
  startVigil,
  shot
}) => {
  const fleet = await startFleet({ organizations: 8 })
  await seedVigil(fleet, { synced: true })
  const { window } = await startVigil()
  const bulk = new BulkPage(window)
  await bulk.open()
  await bulk.choose('Sync')
  await bulk.chooseAll()
  await bulk.look()
  const hanging = fleet.organizations[4]?.name ?? ''
  await fleet.behave('hanging', [4])
  await bulk.start('Sync 8 organizations', false)
  await expect(bulk.main).toContainText('7 done, 1 left', { timeout: 60_000 })
  await expect(bulk.row(bulk.run, hanging)).toContainText('Running')
  await shot(window, 'hanging')
  await bulk.main.getByRole('button', { name: 'Cancel', exact: true }).click()
  const outcomes = await bulk.ended(10_000)
  expect(Object.values(outcomes).toSorted()).toEqual(['Cancelled', ...Array.from({ length: 7 }, () => 'Done')])
  expect(outcomes[hanging]).toBe('Cancelled')
  await shot(window, 'cancelled')
})

test('credentials are replaced from a file; a wrong line is left out, a wrong secret changes nothing, and no secret stays anywhere', async ({
  startFleet,
  seedVigil,
  startVigil,
  dataFolder,
  desktop,
  shot
}) => {
  const fleet = await startFleet({ organizations: 4 })
  const seeded = await seedVigil(fleet, { synced: true })
  const fresh = fleet.organizations.map(({ name }, place) => ({
    name,
    id: seeded.organizations[place]?.id ?? '',
    clientId: `client-${randomBytes(12).toString('hex')}`,
    secret: `marker-${randomBytes(24).toString('hex')}`
  }))
  const [right, alsoRight, wrong] = fresh
  if (right === undefined || alsoRight === undefined || wrong === undefined) throw new Error('the fleet is too small')
  for (const [place, { clientId, secret }] of fresh.slice(0, 2).entries())
    await fleet.addCredentials(place, clientId, secret)
  const stray = `marker-${randomBytes(24).toString('hex')}`
  const file = path.join(desktop.home, 'new-credentials.csv')
  const lines = [right, alsoRight, wrong].map(({ name, clientId, secret }) => `"${name}",${clientId},${secret}`)
  writeFileSync(
    file,
    ['organization,client_id,client_secret', ...lines, `Nobody & Sons,client-x,${stray}`, ''].join('\n')
  )

  const app = await startVigil()
  const { window, electron } = app
  await recordProcessLine(electron)
  await answerOpenDialog(electron, file)
  const bulk = new BulkPage(window)
  await bulk.open()
  await bulk.choose('Replace credentials')
  await bulk.chooseFile.click()
  await expect(bulk.main).toContainText('3 of 4 entries can be used; 1 has a problem and is left out')
  await expect(bulk.entries.locator('tr').filter({ hasText: 'Nobody & Sons' })).toContainText(
    'No organization in Vigil has this name.'
  )
  await shot(window, 'credentials')
  const pages = [await window.content()]
  await bulk.look()
  await bulk.start('Replace credentials in 3 organizations', true)
  expect(await bulk.ended()).toEqual({ [right.name]: 'Done', [alsoRight.name]: 'Done', [wrong.name]: 'Failed' })
  await shot(window, 'rotated')
  pages.push(await window.content())
  for (const { id, secret } of [right, alsoRight]) expect(await secretInKeyring(desktop, id)).toBe(secret)
  expect(await secretInKeyring(desktop, wrong.id), 'what works is not given up for what does not').toBe(
    fleet.organizations[2]?.secret
  )
  await expect(new Shell(window).organization(right.name)).toContainText('Up to date')

  await window.getByRole('link', { name: 'Activity' }).first().click()
  await expect(window.getByRole('cell', { name: 'Replace credentials' }).first()).toBeVisible()
  pages.push(await window.content())
  const crossings = await crossingsOf(electron)
  expect(
    crossings.some(({ channel }) => channel.includes('bulk')),
    'something crossed the line'
  ).toBe(true)
  const { log, output } = app
  await app.quit()
  for (const marker of [right.secret, alsoRight.secret, wrong.secret, stray]) {
    const disguises = disguisesOf(marker)
    const isIn = (text: string) => disguises.some((one) => Buffer.from(text).includes(one))
    expect(filesWith(dataFolder, marker), 'files of the data folder').toEqual([])
    expect(
      filesWith(desktop.home, marker).filter((name) => name !== 'new-credentials.csv'),
      'files of the home folder'
    ).toEqual([])
    expect(crossings.filter(({ payload }) => isIn(payload)).map(({ channel }) => channel)).toEqual([])
    expect(pages.filter(isIn)).toHaveLength(0)
    expect(isIn(log), 'the log').toBe(false)
    expect(isIn(output), 'what was printed').toBe(false)
  }
})
