import { createFakeApi } from '../fake-api.ts'
import { scenarios } from './scenarios.ts'

/**
 * The window in an ordinary browser, over data in memory: `?scenario=offline&theme=dark#/inbox`.
 * The fake is also `window.fake`, to emit events and to fail calls from the console or a script.
 */
const query = new URLSearchParams(location.search)
const scenario = scenarios[query.get('scenario') ?? 'standard']
if (scenario === undefined) throw new Error(`no such scenario; there are ${Object.keys(scenarios).join(', ')}`)
const fake = createFakeApi(scenario.state())
const theme = query.get('theme')
if (theme === 'light' || theme === 'dark') fake.state.preferences.theme = theme
scenario.prepare?.(fake)

Object.assign(window, { api: fake.api, fake })
// the window's own address has no search; the router would add it to the search of the page
history.replaceState(null, '', `${location.pathname}${location.hash}`)
await import('../../../src/renderer/src/app/main.tsx')
