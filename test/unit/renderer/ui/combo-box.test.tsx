import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ComboBox } from '../../../../src/renderer/src/ui/combo-box.tsx'

const options = ['Asia/Kolkata', 'Europe/Berlin', 'Pacific/Chatham'].map((zone) => ({ value: zone, label: zone }))
let fieldTop: number

beforeEach(() => {
  fieldTop = 100
  // happy-dom lays nothing out
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockImplementation(function (this: HTMLElement) {
    return this.dataset.testid === 'page' ? new DOMRect(0, 0, 800, 600) : new DOMRect(0, fieldTop, 300, 32)
  })
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

/** A field in a page that scrolls, its list open. */
function open(): HTMLElement {
  render(
    <div data-testid="page">
      <ComboBox label="Zone" value="Europe/Berlin" onChange={() => undefined} options={options} />
      <button type="button">Elsewhere</button>
    </div>
  )
  act(() => screen.getByRole('combobox').focus())
  expect(screen.getByRole('listbox')).toBeTruthy()
  return screen.getByTestId('page')
}

describe('the list of a field in which one types', () => {
  it('stays while the page around it is scrolled', () => {
    const page = open()
    fieldTop = 40
    fireEvent.scroll(page)
    expect(screen.getByRole('listbox')).toBeTruthy()
  })

  it('closes when its field is scrolled out of sight', () => {
    const page = open()
    fieldTop = -40
    fireEvent.scroll(page)
    expect(screen.queryByRole('listbox')).toBeNull()
  })

  it('closes with Escape, and when the focus goes elsewhere', () => {
    open()
    fireEvent.keyDown(screen.getByRole('combobox'), { key: 'Escape' })
    expect(screen.queryByRole('listbox')).toBeNull()
    fireEvent.click(screen.getByRole('combobox'))
    fireEvent.keyDown(screen.getByRole('combobox'), { key: 'ArrowDown' })
    expect(screen.getByRole('listbox')).toBeTruthy()
    act(() => screen.getByText('Elsewhere').focus())
    expect(screen.queryByRole('listbox')).toBeNull()
  })
})
