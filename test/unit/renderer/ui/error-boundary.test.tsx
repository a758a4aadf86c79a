import { fireEvent, render, screen } from '@testing-library/react'
import type { ReactElement } from 'react'
import { expect, it, vi } from 'vitest'
import { ErrorBoundary } from '../../../../src/renderer/src/ui/error-boundary.tsx'
import { createFakeApi } from '../../../support/fake-api.ts'

it('keeps a crash inside its region, writes it to the log, and shows the region again on request', () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const fake = createFakeApi()
  Object.assign(window, { api: fake.api })
  let isBroken = true
  const Part = (): ReactElement => {
    if (isBroken) throw new TypeError('broken part')
    return <p>works again</p>
  }
  render(
    <>
      <ErrorBoundary region="The list">
        <Part />
      </ErrorBoundary>
      <p>the rest</p>
    </>
  )
  expect(screen.getByText('the rest')).toBeTruthy()
  expect(screen.getByRole('alert').textContent).toContain('The list could not be shown.')
  expect(fake.inputsOf('diagnostics', 'reportRendererError')).toMatchObject([
    { message: 'TypeError: broken part', component: expect.stringContaining('The list') }
  ])
  isBroken = false
  fireEvent.click(screen.getByRole('button', { name: 'Show it again' }))
  expect(screen.getByText('works again')).toBeTruthy()
})
