import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { type ReactElement, StrictMode } from 'react'
import { I18nProvider } from 'react-aria-components'
import { ErrorBoundary } from '../ui/error-boundary.tsx'
import '../ui/tokens.css'
import '../ui/base.css'
import type { AppRouter } from './routes.tsx'

/** The whole window. */
export function App({
  queryClient,
  router
}: {
  readonly queryClient: QueryClient
  readonly router: AppRouter
}): ReactElement {
  return (
    <StrictMode>
      {/* The words are English, whatever the system's language is; React Aria's own must match them. */}
      <I18nProvider locale="en-GB">
        <QueryClientProvider client={queryClient}>
          <ErrorBoundary region="Vigil">
            <RouterProvider router={router} />
          </ErrorBoundary>
        </QueryClientProvider>
      </I18nProvider>
    </StrictMode>
  )
}
