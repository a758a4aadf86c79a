import type { QueryClient } from '@tanstack/react-query'
import { createMemoryHistory } from '@tanstack/react-router'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach } from 'vitest'
import { App } from '../../../src/renderer/src/app/app.tsx'
import { createAppRouter } from '../../../src/renderer/src/app/routes.tsx'
import { connectLiveQueries } from '../../../src/renderer/src/lib/live-queries.ts'
import { createQueryClient } from '../../../src/renderer/src/lib/query-client.ts'
import { createFakeApi, type FakeApi, type FakeState } from '../../support/fake-api.ts'

let stop: (() => void) | undefined

afterEach(() => {
  cleanup()
  stop?.()
  stop = undefined
})

export interface OpenedApp {
  readonly fake: FakeApi
  readonly queryClient: QueryClient
  /** The router's path now. */
  readonly path: () => string
}

/** The whole window at a path, over data in memory. */
export async function openApp(
  path: string,
  overrides: Partial<FakeState> = {},
  prepare?: (fake: FakeApi) => void
): Promise<OpenedApp> {
  const fake = createFakeApi(overrides)
  prepare?.(fake)
  Object.assign(window, { api: fake.api })
  const queryClient = createQueryClient()
  stop = connectLiveQueries(queryClient)
  const history = createMemoryHistory({ initialEntries: [path] })
  render(<App queryClient={queryClient} router={createAppRouter(history)} />)
  await screen.findByRole('main')
  return { fake, queryClient, path: () => history.location.pathname }
}
