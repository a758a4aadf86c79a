import { createHashHistory } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { reportRendererError } from '../lib/diagnostic-queries.ts'
import { connectLiveQueries } from '../lib/live-queries.ts'
import { createQueryClient } from '../lib/query-client.ts'
import { App } from './app.tsx'
import { createAppRouter } from './routes.tsx'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no root element')

window.addEventListener('error', (event) => reportRendererError(event.error ?? event.message, 'window'))
window.addEventListener('unhandledrejection', (event) => reportRendererError(event.reason, 'promise'))

const queryClient = createQueryClient()
connectLiveQueries(queryClient)
createRoot(root).render(<App queryClient={queryClient} router={createAppRouter(createHashHistory())} />)
