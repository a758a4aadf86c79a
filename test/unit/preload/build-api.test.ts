import { describe, expect, it } from 'vitest'
import { callNames } from '../../../src/shared/contract/channels.ts'
import { contract } from '../../../src/shared/contract/contract.ts'
import { events } from '../../../src/shared/contract/events.ts'
import { buildApi, type Wire } from '../../../src/preload/build-api.ts'

const wire = (over: Partial<Wire> = {}): Wire => ({
  invoke: (channel, input) => Promise.resolve({ ok: true, value: { channel, input } }),
  subscribe: () => () => undefined,
  pathOfFile: () => '',
  ...over
})

describe('the API of the window', () => {
  it('has exactly the calls of the contract', () => {
    const api = buildApi(wire())
    const groups = Object.keys(callNames)
    expect(Object.keys(api).sort()).toEqual([...groups, 'on'].sort())
    expect(groups.sort()).toEqual(Object.keys(contract).sort())
    for (const [group, calls] of Object.entries(contract)) {
      expect(Object.keys(Reflect.get(api, group)).sort()).toEqual(Object.keys(calls).sort())
    }
  })

  it('sends a call with its input over its own channel', async () => {
    expect(await buildApi(wire()).diagnostics.ping({})).toEqual({
      ok: true,
      value: { channel: 'vigil:call:diagnostics.ping', input: {} }
    })
  })

  it('answers with an error when the main process does not', async () => {
    const api = buildApi(wire({ invoke: () => Promise.reject(new Error('words of Electron')) }))
    expect(await api.diagnostics.ping({})).toEqual({ ok: false, error: { code: 'internal', params: {} } })
  })

  it('puts the paths of dropped files in their place, which the window cannot name itself', async () => {
    const real = { name: 'audit.csv', size: 3, lastModified: 0 }
    const pathOfFile = (file: unknown): string => {
      if (file === real) return '/home/ada/audit.csv'
      if (typeof file === 'string') throw new TypeError('not a File')
      return ''
    }
    const api = buildApi(wire({ pathOfFile }))
    const organizationId = '0b8e1a52-6f0c-4f0e-9a75-2f6f3f1c9c55' as never
    expect(await api.imports.importDropped({ organizationId, files: [real] })).toEqual({
      ok: true,
      value: {
        channel: 'vigil:call:imports.importDropped',
        input: { organizationId, files: ['/home/ada/audit.csv'] }
      }
    })
    const refused = { ok: false, error: { code: 'invalid-input', params: { field: 'files' } } }
    expect(await api.imports.importDropped({ organizationId, files: ['/etc/passwd' as never] })).toEqual(refused)
    expect(await api.imports.importDropped({ organizationId, files: [real, { ...real }] })).toEqual(refused)
    expect(await api.imports.importDropped(undefined as never)).toEqual(refused)
  })

  it('subscribes to every event of the contract and to nothing else', () => {
    const channels: string[] = []
    const subscribe: Wire['subscribe'] = (channel) => {
      channels.push(channel)
      return () => undefined
    }
    const api = buildApi(wire({ subscribe }))
    for (const name of Object.keys(events)) api.on(name as keyof typeof events, () => undefined)
    expect(channels).toEqual(Object.keys(events).map((name) => `vigil:event:${name}`))
    expect(() => api.on('constructor' as never, () => undefined)).toThrow('no such event')
    expect(() => api.on('inboxChanged', 'x' as never)).toThrow('not a function')
  })

  it('is frozen', () => {
    const api = buildApi(wire())
    expect(Object.isFrozen(api)).toBe(true)
    expect(Object.isFrozen(api.credentials)).toBe(true)
  })
})
