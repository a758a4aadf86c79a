import { QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { type RenderResult, render } from '@testing-library/react'
import type { ReactElement } from 'react'
import { connectLiveQueries } from '../../src/renderer/src/lib/live-queries.ts'
import { createQueryClient } from '../../src/renderer/src/lib/query-client.ts'
import type { FakeApi } from './fake-api.ts'

/** A page on its own, over a fake main process, with a router that shows it at every path. */
export function renderPage(fake: FakeApi, element: ReactElement): RenderResult & { readonly pathname: () => string } {
  Object.defineProperty(window, 'api', { value: fake.api, configurable: true, writable: true })
  const client = createQueryClient()
  connectLiveQueries(client)
  const router = createRouter({
    routeTree: createRootRoute({ component: () => element, notFoundComponent: () => element }),
    history: createMemoryHistory({ initialEntries: ['/'] })
  })
  const result = render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  )
  return { ...result, pathname: () => router.state.location.pathname }
}

/**
 * Gives every element a size, since happy-dom lays nothing out and a virtualised grid draws only what fits.
 * @returns undoes it
 */
export function giveElementsSize(width = 1000, height = 600): () => void {
  const names = ['offsetWidth', 'offsetHeight', 'clientWidth', 'clientHeight'] as const
  const before = names.map((name) => Object.getOwnPropertyDescriptor(HTMLElement.prototype, name))
  for (const name of names) {
    const size = name.endsWith('Width') ? width : height
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => size })
  }
  return () => {
    names.forEach((name, index) => {
      const descriptor = before[index]
      if (descriptor === undefined) Reflect.deleteProperty(HTMLElement.prototype, name)
      else Object.defineProperty(HTMLElement.prototype, name, descriptor)
    })
  }
}
