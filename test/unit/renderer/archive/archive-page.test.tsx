import { cleanup, configure, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ArchivePage } from '../../../../src/renderer/src/features/archive/archive-page.tsx'
import { FileDrop } from '../../../../src/renderer/src/features/archive/file-drop.tsx'
import type { ArchiveSection } from '../../../../src/renderer/src/lib/navigation.ts'
import { dayMs } from '../../../../src/shared/kit/time.ts'
import { auditLogsPath, createFakeApi, type FakeApi, fakeIds } from '../../../support/fake-api.ts'
import { renderPage } from '../../../support/render-page.tsx'

const organizationId = fakeIds.acme
let fake: FakeApi
beforeEach(() => {
  configure({ asyncUtilTimeout: 5_000 })
  fake = createFakeApi()
})
afterEach(() => {
  configure({ asyncUtilTimeout: 1_000 })
  cleanup()
})

const show = (section: ArchiveSection): void => {
  renderPage(fake, <ArchivePage organizationId={organizationId} section={section} />)
}
const press = (name: string | RegExp): boolean => fireEvent.click(screen.getByRole('button', { name }))

describe('the archive', { timeout: 30_000 }, () => {
  it('says what is kept and which times are complete', async () => {
    show('state')
    expect(await screen.findByRole('img', { name: /^Coverage/ })).toBeTruthy()
    const stretches = within(await screen.findByRole('region', { name: 'Stretches of time' }))
    for (const kind of ['Still arriving', 'Complete', 'Gap', 'From files', 'Before enablement'])
      expect(stretches.getAllByText(kind).length).toBeGreaterThan(0)
    expect(within(screen.getByRole('region', { name: 'Readings' })).getByText('audit-2026-09.csv.gz')).toBeTruthy()
  })

  it('warns when the last complete reading is old, and reads at a press', async () => {
    const oldMs = Date.now() - 26 * dayMs
    fake.state.archive.readings = [
      {
        readingId: 1,
        source: 'workbook-export',
        fromMs: oldMs - 10 * dayMs,
        toMs: oldMs,
        askedAtMs: oldMs,
        answeredAtMs: oldMs,
        rows: 10,
        rowsAdded: 10
      }
    ]
    show('state')
    const warning = await screen.findByText(/leave Sigma in \d+ days\./)
    const banner = warning.closest('[role=status]') as HTMLElement
    fireEvent.click(within(banner).getByRole('button', { name: 'Read now' }))
    await waitFor(() =>
      expect(fake.inputsOf('archive', 'syncTable')).toEqual([{ organizationId, path: auditLogsPath }])
    )
  })

  it('pauses and resumes reading', async () => {
    show('state')
    await screen.findByRole('button', { name: 'Pause' })
    press('Pause')
    expect(await screen.findByText(/until you resume/)).toBeTruthy()
    press('Resume')
    await waitFor(() => expect(fake.inputsOf('archive', 'resumeTableSync')).toHaveLength(1))
  })

  it('says what a file brought in a sentence, and shows its quarantine', async () => {
    show('import')
    expect(
      await screen.findByText(
        '80,112 new rows, 204 that were here already and 2 lines in quarantine (wrong number of fields: 1; impossible time: 1).'
      )
    ).toBeTruthy()
    const quarantine = within(await screen.findByRole('region', { name: 'Lines in quarantine' }))
    expect(quarantine.getByText('4,411')).toBeTruthy()
    press('Show the quarantine of audit-2026-09.csv.gz')
    await waitFor(() => expect(fake.inputsOf('imports', 'listQuarantine').at(-1)).toMatchObject({ importId: 1 }))
  })

  it('imports files that are dropped on the pages of the organization', async () => {
    renderPage(
      fake,
      <FileDrop organizationId={organizationId} organizationName="Acme" className={undefined}>
        <p>A page</p>
      </FileDrop>
    )
    const page = await screen.findByText('A page')
    const files = [new File(['{}'], 'events.jsonl')]
    const dataTransfer = { types: ['Files'], files }
    fireEvent.dragEnter(page, { dataTransfer })
    expect(await screen.findByText('Drop to import into the archive of Acme')).toBeTruthy()
    fireEvent.drop(page, { dataTransfer })
    await waitFor(() => expect(fake.state.archive.imports.map((one) => one.fileName)).toContain('events.jsonl'))
    expect(screen.queryByText('Drop to import into the archive of Acme')).toBeNull()
  })

  it('corrects the role of a column and finds it by itself again', async () => {
    show('columns')
    const field = await screen.findByRole('combobox', { name: 'Column of Object' })
    field.focus()
    fireEvent.change(field, { target: { value: 'IP_ADDRESS' } })
    fireEvent.click(await screen.findByRole('option', { name: /^IP_ADDRESS/ }))
    await waitFor(() =>
      expect(fake.inputsOf('columns', 'setRole')).toEqual([
        { organizationId, path: auditLogsPath, role: 'object', column: 'IP_ADDRESS' }
      ])
    )
    fireEvent.click(await screen.findByRole('button', { name: 'Find the column of Object by itself again' }))
    await waitFor(() =>
      expect(fake.inputsOf('columns', 'setRole').at(-1)).toEqual({
        organizationId,
        path: auditLogsPath,
        role: 'object'
      })
    )
  })

  it('says what would leave before a retention is saved, and asks', async () => {
    show('retention')
    fireEvent.click(await screen.findByRole('radio', { name: /For a number of days/ }))
    expect(await screen.findByText(/103,442 events of 35 days would leave now/)).toBeTruthy()
    press('Save')
    const dialog = await screen.findByRole('alertdialog')
    expect(fake.inputsOf('retention', 'setRetention')).toHaveLength(0)
    fireEvent.click(within(dialog).getByRole('button', { name: 'Keep the last 365 days' }))
    await waitFor(() =>
      expect(fake.inputsOf('retention', 'setRetention')).toEqual([
        { organizationId, path: auditLogsPath, policy: { keep: 'days', days: 365 } }
      ])
    )
  })

  it('takes a number of days only where it is one', async () => {
    show('retention')
    fireEvent.click(await screen.findByRole('radio', { name: /For a number of days/ }))
    fireEvent.change(screen.getByRole('textbox', { name: 'Days' }), { target: { value: '3.5' } })
    expect(await screen.findByText(/A whole number from 1/)).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Save' }).hasAttribute('disabled')).toBe(true)
  })

  it('restores a backup only after it was asked', async () => {
    show('backups')
    fireEvent.click(await screen.findByRole('button', { name: /^Restore the backup of/ }))
    const dialog = await screen.findByRole('alertdialog')
    expect(fake.inputsOf('backups', 'restoreBackup')).toHaveLength(0)
    fireEvent.click(within(dialog).getByRole('button', { name: 'Restore' }))
    await waitFor(() =>
      expect(fake.inputsOf('backups', 'restoreBackup')).toEqual([{ organizationId, backupId: 'archive-1' }])
    )
  })

  it('makes an evidence pack and verifies one', async () => {
    show('evidence')
    await screen.findByText('1,200 events')
    press('Make a pack …')
    expect(await screen.findByText('evidence.zip')).toBeTruthy()
    expect(fake.inputsOf('evidence', 'makePack')[0]).toMatchObject({
      filter: { kind: 'everything' },
      format: 'zip',
      timeZone: 'UTC',
      isSpreadsheetSafe: true
    })
    press('Choose a ZIP file …')
    expect(await screen.findByText('Nothing was altered')).toBeTruthy()
  })

  it('verifies now and compares with a head of before', async () => {
    show('integrity')
    await screen.findByRole('button', { name: 'Verify now' })
    press('Verify now')
    await waitFor(() => expect(fake.inputsOf('integrity', 'verify')).toHaveLength(1))
    press('Choose a head …')
    expect(await screen.findByText(/still has all 640 commits/)).toBeTruthy()
  })

  it.each(['state', 'retention', 'backups', 'integrity'] as const)(
    'says what went wrong on the page “%s”',
    async (section) => {
      const call = {
        state: ['archive', 'getTableSync'],
        retention: ['retention', 'getRetention'],
        backups: ['backups', 'getBackups'],
        integrity: ['integrity', 'getIntegrity']
      } as const
      const [group, name] = call[section]
      fake.failWith(group, name as never, 'database-damaged')
      show(section)
      expect((await screen.findAllByRole('alert')).length).toBeGreaterThan(0)
    }
  )
})
