import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ArchivedRows } from '../../../../src/renderer/src/ui/archived-rows/archived-rows.tsx'
import { auditLogsPath, createFakeApi, type FakeState, fakeIds } from '../../../support/fake-api.ts'
import { giveElementsSize, renderPage } from '../../../support/render-page.tsx'

const organizationId = fakeIds.acme
let restoreSizes: () => void
let table = 0

beforeEach(() => {
  restoreSizes = giveElementsSize(1000, 320)
})
afterEach(() => {
  cleanup()
  restoreSizes()
})

/** The rows of a table of its own, since arrangements of columns outlive a page. */
async function show(overrides: Partial<FakeState> = {}) {
  table += 1
  const path = [...auditLogsPath.slice(0, 2), `TABLE_${table}`]
  const fake = createFakeApi(overrides)
  renderPage(fake, <ArchivedRows organizationId={organizationId} path={path} whenEmpty={<p>Nothing kept</p>} />)
  const grid = await screen.findByRole('grid')
  return { fake, grid, path }
}

const key = (grid: HTMLElement, name: string, more: object = {}) => fireEvent.keyDown(grid, { key: name, ...more })

/** The cell that the screen reader is on. */
function current(grid: HTMLElement): { row: number; column: number; text: string | null } {
  fireEvent.focus(grid)
  const cell = document.getElementById(grid.getAttribute('aria-activedescendant') ?? '')
  return {
    row: Number(cell?.closest('[role=row]')?.getAttribute('aria-rowindex')),
    column: Number(cell?.getAttribute('aria-colindex')),
    text: cell?.textContent ?? null
  }
}

describe('the grid of kept rows', () => {
  it('draws only what fits and tells screen readers how much there is', async () => {
    const { grid } = await show()
    expect(grid.getAttribute('aria-rowcount')).toBe('1201')
    expect(grid.getAttribute('aria-colcount')).toBe('8')
    const rows = within(grid).getAllByRole('row')
    expect(rows.length).toBeGreaterThan(15)
    expect(rows.length).toBeLessThan(60)
  })

  it('puts time, type, status, person and object first, with the zone and with an icon beside the status', async () => {
    const { grid } = await show()
    const headers = within(grid)
      .getAllByRole('columnheader')
      .map((header) => header.textContent)
    expect(headers.slice(0, 5)).toEqual(['Request Time', 'Event Type', 'Event Status', 'User Email', 'Object Name'])
    const cells = within(within(grid).getAllByRole('row')[1] as HTMLElement).getAllByRole('gridcell')
    expect(cells[0]?.textContent).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} UTC$/)
    expect(cells[2]?.textContent).toBe('SUCCESS')
    expect(cells[2]?.querySelector('svg')).not.toBeNull()
  })

  it('moves over cells and onto the header with the keyboard', async () => {
    const { grid } = await show()
    expect(current(grid)).toMatchObject({ row: 2, column: 1 })
    key(grid, 'ArrowDown')
    key(grid, 'ArrowRight')
    expect(current(grid)).toMatchObject({ row: 3, column: 2 })
    key(grid, 'End')
    expect(current(grid).column).toBe(8)
    key(grid, 'Home', { ctrlKey: true })
    key(grid, 'ArrowUp')
    expect(current(grid)).toMatchObject({ row: 1, column: 1, text: 'Request Time' })
  })

  it('reads further pages near the end, once each', async () => {
    const { fake, grid } = await show()
    await waitFor(() => expect(fake.inputsOf('archive', 'listRows')).toHaveLength(1))
    key(grid, 'End', { ctrlKey: true })
    await waitFor(() => expect(fake.inputsOf('archive', 'listRows')).toHaveLength(2))
    expect(fake.inputsOf('archive', 'listRows')[1]).toMatchObject({ cursor: '200', limit: 200 })
    expect(current(grid).row).toBe(201)
  })

  it('says when a further page cannot be read, and asks again only when told to', async () => {
    const { fake, grid } = await show()
    fake.failWith('archive', 'listRows', 'internal')
    key(grid, 'End', { ctrlKey: true })
    const retry = await within(grid).findByRole('button', { name: 'Try again' })
    const asked = fake.inputsOf('archive', 'listRows').length
    key(grid, 'ArrowUp')
    expect(fake.inputsOf('archive', 'listRows')).toHaveLength(asked)
    fake.succeed('archive', 'listRows')
    fireEvent.click(retry)
    await waitFor(() => expect(within(grid).queryByRole('button', { name: 'Try again' })).toBeNull())
  })

  it('resizes, moves and hides columns from their header', async () => {
    const { grid } = await show()
    key(grid, 'ArrowUp')
    const width = () => within(grid).getAllByRole('columnheader')[0]?.style.width
    expect(width()).toBe('240px')
    key(grid, 'ArrowRight', { shiftKey: true })
    expect(width()).toBe('256px')
    key(grid, 'ArrowRight', { altKey: true })
    const titles = () =>
      within(grid)
        .getAllByRole('columnheader')
        .map((header) => header.textContent)
    expect(titles().slice(0, 2)).toEqual(['Event Type', 'Request Time'])
    expect(current(grid)).toMatchObject({ row: 1, column: 2 })
    key(grid, 'Delete')
    expect(titles()).not.toContain('Request Time')
  })

  it('copies the whole value of the cell', async () => {
    const { fake, grid } = await show()
    const copied: string[] = []
    const clipboardData = { setData: (_type: string, text: string) => copied.push(text) }
    fireEvent.copy(grid, { clipboardData })
    expect(copied).toEqual([String(fake.state.rows[0]?.cells[0])])
  })

  it('shows hostile content as text', async () => {
    const rows = [
      {
        rowId: '1',
        cells: [
          '2026-09-30T00:00:00Z',
          '<img src=x onerror=alert(1)>',
          '=cmd()',
          'FAILURE',
          null,
          '\u202Egnp.exe',
          null,
          null
        ]
      }
    ]
    const { grid } = await show({ rows })
    expect(within(grid).getByText('<img src=x onerror=alert(1)>')).toBeTruthy()
    expect(grid.querySelector('img')).toBeNull()
  })

  it('hides empty columns until the switch is off', async () => {
    const rows = [{ rowId: '1', cells: ['2026-09-30T00:00:00Z', 'ACCESS', 'LOGIN', 'SUCCESS', null, null, null, null] }]
    const { grid } = await show({ rows })
    expect(within(grid).getAllByRole('columnheader')).toHaveLength(4)
    fireEvent.click(screen.getByRole('button', { name: 'Columns 4/8' }))
    fireEvent.click(await screen.findByRole('switch', { name: 'Hide empty columns (4)' }))
    expect(within(grid).getAllByRole('columnheader', { hidden: true })).toHaveLength(8)
  })

  it('finds a column in the chooser and hides it', async () => {
    const { grid } = await show()
    fireEvent.click(screen.getByRole('button', { name: 'Columns 8/8' }))
    fireEvent.change(await screen.findByRole('searchbox', { name: 'Search columns' }), { target: { value: 'ip' } })
    expect(screen.getAllByRole('checkbox')).toHaveLength(1)
    fireEvent.click(screen.getByRole('checkbox', { name: 'IP Address' }))
    expect(within(grid).queryByRole('columnheader', { name: /IP/, hidden: true })).toBeNull()
  })
})

describe('rows that arrive while one reads', () => {
  it('are counted, and come on screen when asked for', async () => {
    const { fake, grid, path } = await show()
    const newest = {
      rowId: '9999',
      cells: [new Date().toISOString(), 'NEW', 'BRAND_NEW', 'SUCCESS', null, null, null, null]
    }
    fake.state.rows = [newest, ...fake.state.rows]
    fake.state.sync = { ...fake.state.sync, rowsKept: 1_201 }
    const asked = fake.inputsOf('archive', 'listRows').length
    act(() => fake.emit('tableSyncChanged', { organizationId, sync: { path, ...fake.state.sync } }))
    const button = await screen.findByRole('button', { name: '1 new row' })
    expect(within(grid).queryByText('BRAND_NEW')).toBeNull()
    expect(fake.inputsOf('archive', 'listRows')).toHaveLength(asked)
    fireEvent.click(button)
    expect(await screen.findByText('BRAND_NEW')).toBeTruthy()
    await waitFor(() => expect(screen.queryByRole('button', { name: '1 new row' })).toBeNull())
  })

  it('come on screen by themselves where nothing was', async () => {
    const fake = createFakeApi({ rows: [] })
    const path = ['A', 'EMPTY']
    fake.state.sync = { ...fake.state.sync, rowsKept: 0 }
    const filled = createFakeApi().state.rows
    renderPage(fake, <ArchivedRows organizationId={organizationId} path={path} whenEmpty={<p>Nothing kept</p>} />)
    expect(await screen.findByText('Nothing kept')).toBeTruthy()
    fake.state.rows = filled
    fake.state.sync = { ...fake.state.sync, rowsKept: filled.length }
    act(() => fake.emit('tableSyncChanged', { organizationId, sync: { path, ...fake.state.sync } }))
    expect(await screen.findByRole('grid')).toBeTruthy()
  })
})

describe('the details of a row', () => {
  it('open with Enter, show filled fields, and close with Esc back onto the grid', async () => {
    const { grid } = await show()
    key(grid, 'ArrowDown')
    key(grid, 'Enter')
    const panel = await screen.findByRole('complementary', { name: 'Row details' })
    expect(document.activeElement).toBe(panel)
    expect(panel.textContent).toContain('2 of 1,200')
    expect(within(panel).queryByText('Object Name')).toBeNull()
    fireEvent.click(within(panel).getByRole('switch', { name: /Show empty fields/ }))
    expect(within(panel).getByText('Object Name')).toBeTruthy()
    expect(within(panel).getAllByText('null').length).toBeGreaterThan(0)
    fireEvent.keyDown(panel, { key: 'Escape' })
    expect(screen.queryByRole('complementary')).toBeNull()
    expect(document.activeElement).toBe(grid)
  })

  it('go to the next and the previous row with Alt and the arrows', async () => {
    const { grid } = await show()
    key(grid, 'Enter')
    const panel = await screen.findByRole('complementary')
    fireEvent.keyDown(panel, { key: 'ArrowDown', altKey: true })
    fireEvent.keyDown(panel, { key: 'ArrowDown', altKey: true })
    expect(panel.textContent).toContain('3 of 1,200')
    fireEvent.keyDown(panel, { key: 'ArrowUp', altKey: true })
    expect(panel.textContent).toContain('2 of 1,200')
    expect(grid.querySelector('[aria-selected=true]')?.getAttribute('aria-rowindex')).toBe('3')
  })

  it('have the row as JSON under Sigma’s own column names', async () => {
    const { fake, grid } = await show()
    key(grid, 'Enter')
    fireEvent.click(await screen.findByRole('tab', { name: 'JSON' }))
    const json = (await screen.findByText(/"REQUEST_TIME"/)).textContent ?? ''
    expect(JSON.parse(json)).toMatchObject({
      EVENT_TYPE: fake.state.rows[0]?.cells[2],
      REQUEST_TIME: fake.state.rows[0]?.cells[0]
    })
    expect(screen.getByRole('button', { name: 'Copy JSON' })).toBeTruthy()
  })
})

describe('the state of the sync', () => {
  it('starts once for repeated clicks, shows the progress, and can be cancelled', async () => {
    const { fake, path } = await show()
    const start = screen.getByRole('button', { name: 'Sync now' })
    fireEvent.click(start)
    fireEvent.click(start)
    const cancel = await screen.findByRole('button', { name: 'Cancel' })
    expect(fake.inputsOf('archive', 'syncTable')).toHaveLength(1)
    act(() =>
      fake.emit('tableSyncChanged', {
        organizationId,
        sync: {
          path,
          ...fake.state.sync,
          state: 'running',
          progress: { rowsRead: 12_300, bytesRead: 4_200_000, step: 'reading' }
        }
      })
    )
    expect(await screen.findByText('Reading rows from Sigma')).toBeTruthy()
    expect(screen.getByText('12,300 rows, 4.2 MB')).toBeTruthy()
    fireEvent.click(cancel)
    await waitFor(() => expect(fake.inputsOf('archive', 'cancelTableSync')).toHaveLength(1))
  })

  it('says offline in words and keeps the rows on screen', async () => {
    const standard = createFakeApi().state.sync
    const { grid } = await show({ sync: { ...standard, state: 'failed', lastError: { code: 'offline', params: {} } } })
    expect(screen.getByText('This computer is offline.')).toBeTruthy()
    expect(screen.getByText(/The rows below were read before/)).toBeTruthy()
    expect(grid).toBeTruthy()
  })

  it('asks for a workbook where none is chosen, and creates or picks one', async () => {
    const standard = createFakeApi().state.sync
    const fake = createFakeApi({
      rows: [],
      sync: { ...standard, state: 'no-workbook', rowsKept: 0, lastSyncAtMs: undefined }
    })
    renderPage(fake, <ArchivedRows organizationId={organizationId} path={['A', 'B']} whenEmpty={<p>Nothing kept</p>} />)
    expect(await screen.findByText(/does not return audit rows directly/)).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Create workbook in Sigma' }))
    await waitFor(() => expect(fake.inputsOf('archive', 'createExportWorkbook')).toHaveLength(1))
    fireEvent.click(screen.getByRole('button', { name: 'Pick a workbook' }))
    const dialog = await screen.findByRole('dialog', { name: 'Pick a workbook' })
    fireEvent.change(within(dialog).getByRole('searchbox'), { target: { value: 'nothing like it' } })
    expect(await within(dialog).findByText('No workbook has this name.')).toBeTruthy()
    fireEvent.change(within(dialog).getByRole('searchbox'), { target: { value: 'audit' } })
    fireEvent.click(await within(dialog).findByRole('button', { name: 'Use Audit export' }))
    await waitFor(() =>
      expect(fake.inputsOf('archive', 'setExportWorkbook')).toEqual([{ organizationId, workbookId: 'workbook-1' }])
    )
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })
})
