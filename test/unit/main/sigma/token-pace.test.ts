import { expect, test } from 'vitest'
import type { HttpClient } from '../../../../src/main/ports/http-client.port.ts'
import { turnAtTokenEndpoint } from '../../../../src/main/sigma/http/token-pace.ts'
import { createManualClock, settle } from '../../../support/manual-clock.ts'

const never = new AbortController().signal
const url = 'https://api.example.test'

function paced() {
  const clock = createManualClock()
  const network: HttpClient = { send: () => Promise.reject(new Error('nothing is sent')) }
  const startMs = clock.monotonicMs()
  const turns: string[] = []
  const wait = (name: string, options: { isUrgent?: boolean; signal?: AbortSignal; host?: string } = {}) =>
    turnAtTokenEndpoint(
      { ...network, shared: { network, isUrgent: () => options.isUrgent === true } },
      options.host ?? url,
      clock,
      options.signal ?? never
    ).then(
      () => turns.push(`${name} ${clock.monotonicMs() - startMs}`),
      () => turns.push(`${name} cancelled`)
    )
  return { clock, turns, wait }
}

test('organizations of one network share a host’s pace, in their order', async () => {
  const { clock, turns, wait } = paced()
  for (const name of ['a', 'b', 'c']) void wait(name)
  await clock.advance(10_000)
  expect(turns).toEqual(['a 0', 'b 1100', 'c 2200'])
})

test('another host has a pace of its own', async () => {
  const { turns, wait } = paced()
  void wait('a')
  void wait('b', { host: 'https://other.example.test' })
  await settle()
  expect(turns).toEqual(['a 0', 'b 0'])
})

test('who is waited for goes before all that wait already', async () => {
  const { clock, turns, wait } = paced()
  for (let number = 0; number < 100; number += 1) void wait(`o${number}`)
  void wait('mine', { isUrgent: true })
  await clock.advance(2_500)
  expect(turns).toEqual(['o0 0', 'mine 1100', 'o1 2200'])
})

test('who is cancelled leaves its turn to the next', async () => {
  const { clock, turns, wait } = paced()
  const abort = new AbortController()
  void wait('a')
  void wait('b', { signal: abort.signal })
  void wait('c')
  await settle()
  abort.abort()
  await clock.advance(1_100)
  expect(turns).toEqual(['a 0', 'b cancelled', 'c 1100'])
  await clock.advance(5_000)
  void wait('d')
  await settle()
  expect(turns.at(-1)).toBe('d 6100')
})
