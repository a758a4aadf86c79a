import { describe, expect, test } from 'vitest'
import { RequestGate } from '../../../../src/main/sigma/http/request-gate.ts'
import type { HttpRequest, HttpResponse } from '../../../../src/main/ports/http-client.port.ts'
import { AppError } from '../../../../src/shared/kit/app-error.ts'
import { createManualClock, settle } from '../../../support/manual-clock.ts'

interface OnItsWay {
  readonly key: string
  readonly request: HttpRequest
  answer(body?: AsyncIterable<Uint8Array>): Promise<void>
  fail(error: AppError): Promise<void>
}

/** A gate before a server that answers only when it is told to. */
function gated() {
  const clock = createManualClock()
  const urgent = new Set<string>()
  const gate = new RequestGate({ clock, isUrgent: (key) => urgent.has(key) })
  const onItsWay: OnItsWay[] = []
  const began: string[] = []
  const ended: string[] = []
  const send = (key: string, more: Partial<HttpRequest> = {}): Promise<HttpResponse> =>
    gate
      .clientOf(key, {
        send: (request) =>
          new Promise((resolve, reject) => {
            began.push(key)
            const leave = () => onItsWay.splice(onItsWay.indexOf(one), 1)
            const one: OnItsWay = {
              key,
              request,
              answer: async (body = nothing()) => {
                leave()
                resolve({ status: 200, headers: {}, body })
                await settle()
              },
              fail: async (error) => {
                leave()
                reject(error)
                await settle()
              }
            }
            onItsWay.push(one)
            request.signal?.addEventListener('abort', () => {
              leave()
              reject(new AppError('cancelled'))
            })
          })
      })
      .send({ method: 'GET', url: `https://${key}.example/`, headers: {}, ...more })
  /** Sends, reads the answer to its end, and notes it. */
  const call = async (key: string, more: Partial<HttpRequest> = {}): Promise<string> => {
    try {
      for await (const _piece of (await send(key, more)).body);
      ended.push(key)
      return 'answered'
    } catch (thrown) {
      return thrown instanceof AppError ? thrown.code : 'other'
    }
  }
  return { clock, gate, urgent, onItsWay, began, ended, send, call }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

const times = (count: number, act: (index: number) => unknown) => {
  for (let index = 0; index < count; index += 1) act(index)
}

describe('the gate', () => {
  test('lets eight requests through at once, six of them when nobody waits for any', async () => {
    const { urgent, onItsWay, gate, call } = gated()
    times(20, (index) => call(`o${index}`))
    await settle()
    expect(onItsWay).toHaveLength(6)
    urgent.add('mine')
    times(5, () => call('mine'))
    await settle()
    expect(onItsWay).toHaveLength(8)
    expect(gate.running).toBe(8)
  })

  test('lets in those first whom a person waits for', async () => {
    const { urgent, onItsWay, began, call } = gated()
    times(10, (index) => call(`o${index}`))
    urgent.add('mine')
    times(4, () => call('mine'))
    await settle()
    expect(began.slice(6)).toEqual(['mine', 'mine'])
    await onItsWay[0]?.answer()
    await onItsWay[0]?.answer()
    expect(began.slice(8)).toEqual(['mine', 'mine'])
  })

  test('gives organizations turns, however many requests one of them has', async () => {
    const { onItsWay, began, call } = gated()
    times(40, () => call('large'))
    times(3, (index) => call(`small${index}`))
    await settle()
    for (let number = 0; number < 4; number += 1) await onItsWay[0]?.answer()
    expect(began.slice(6)).toEqual(['small0', 'small1', 'small2', 'large'])
  })

  test('holds a slot until the body has ended', async () => {
    const { onItsWay, gate, send } = gated()
    const answer = send('one')
    await settle()
    await onItsWay[0]?.answer()
    expect(gate.running).toBe(1)
    for await (const _piece of (await answer).body);
    expect(gate.running).toBe(0)
  })

  test('frees the slot of a body that is left early, that breaks off, and of a request that fails', async () => {
    const { onItsWay, gate, send, call } = gated()
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) yield new Uint8Array(1)
    }
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(1)
      throw new AppError('unreachable')
    }
    const left = send('one')
    await settle()
    await onItsWay[0]?.answer(endless())
    for await (const _piece of (await left).body) break
    expect(gate.running).toBe(0)
    const outcome = call('one')
    await settle()
    await onItsWay[0]?.answer(broken())
    expect(await outcome).toBe('unreachable')
    const failed = call('one')
    await settle()
    await onItsWay[0]?.fail(new AppError('tls-failed'))
    expect(await failed).toBe('tls-failed')
    expect(gate.running).toBe(0)
  })

  test('lets go of who is cancelled in the queue, and sends nothing for it', async () => {
    const { onItsWay, began, call } = gated()
    times(6, (index) => call(`o${index}`))
    const abort = new AbortController()
    const waiting = call('late', { signal: abort.signal })
    const next = call('next')
    await settle()
    abort.abort()
    expect(await waiting).toBe('cancelled')
    await onItsWay[0]?.answer()
    expect(began.slice(6)).toEqual(['next'])
    await onItsWay.find((one) => one.key === 'next')?.answer()
    expect(await next).toBe('answered')
    expect(await call('gone', { signal: AbortSignal.abort() })).toBe('cancelled')
  })

  test('remembers nothing of organizations that have answered', async () => {
    const { onItsWay, gate, call } = gated()
    times(100, (index) => call(`o${index}`))
    await settle()
    while (onItsWay.length > 0) await onItsWay[0]?.answer()
    expect([gate.running, gate.remembered]).toEqual([0, 0])
  })
})

describe('organizations that do not answer', () => {
  test('have two slots together as soon as another one waits', async () => {
    const { clock, onItsWay, ended, call } = gated()
    times(4, () => call('hangs'))
    times(4, () => call('hangs too'))
    times(3, (index) => call(`fine${index}`))
    await settle()
    const answerFine = async () => {
      for (const one of onItsWay.filter(({ key }) => key.startsWith('fine'))) await one.answer()
    }
    await clock.advance(4_000)
    await answerFine()
    await answerFine()
    expect(ended).toHaveLength(3)
    const hanging = onItsWay.filter((one) => one.key.startsWith('hangs'))
    expect(hanging).toHaveLength(2)
    // From now on their share is two, whoever waits.
    times(6, (index) => call(`fine${index}`))
    await settle()
    expect(onItsWay.filter((one) => one.key.startsWith('fine'))).toHaveLength(4)
  })

  test('lose no request by stepping back: it is sent again when it is their turn', async () => {
    const { clock, onItsWay, began, call } = gated()
    const outcomes = Array.from({ length: 4 }, () => call('hangs'))
    times(4, (index) => call(`fine${index}`))
    await settle()
    await clock.advance(4_000)
    while (onItsWay.length > 0) await onItsWay[0]?.answer()
    expect(await Promise.all(outcomes)).toEqual(['answered', 'answered', 'answered', 'answered'])
    expect(began.filter((key) => key === 'hangs').length).toBeGreaterThan(4)
  })

  test('never step back with a change, which may have arrived', async () => {
    const { clock, onItsWay, began, call } = gated()
    times(4, () => call('hangs', { method: 'PATCH' }))
    times(4, (index) => call(`fine${index}`))
    await settle()
    await clock.advance(60_000)
    expect(onItsWay.filter((one) => one.key === 'hangs')).toHaveLength(4)
    expect(began.filter((key) => key === 'hangs')).toHaveLength(4)
  })

  test('end a request for a token early, which whoever wanted it asks for again in its turn', async () => {
    const { clock, began, call } = gated()
    const outcomes = Array.from({ length: 6 }, (_, index) =>
      call(`hangs${index}`, { method: 'POST', mayBeGivenUp: true })
    )
    void call('fine')
    await settle()
    expect(began).not.toContain('fine')
    await clock.advance(4_000)
    // The third was one too many.
    expect(await outcomes[2]).toBe('timed-out')
    expect(began).toContain('fine')
  })

  test('are trusted again after a quick answer', async () => {
    const { clock, onItsWay, call } = gated()
    times(1, () => call('slow'))
    await clock.advance(4_000)
    times(4, () => call('slow'))
    await settle()
    expect(onItsWay).toHaveLength(2)
    await onItsWay[1]?.answer()
    await settle()
    expect(onItsWay).toHaveLength(4)
  })

  test('that timed out count as slow even when that took no time', async () => {
    const { onItsWay, call } = gated()
    void call('slow')
    await settle()
    await onItsWay[0]?.fail(new AppError('timed-out'))
    times(5, () => call('slow'))
    await settle()
    expect(onItsWay).toHaveLength(2)
  })
})

test('a body that nobody reads on does not hold its slot for ever', async () => {
  const { clock, onItsWay, gate, send, call } = gated()
  times(6, (index) => void send(`o${index}`))
  await settle()
  for (const one of onItsWay.slice()) await one.answer()
  expect(gate.running).toBe(6)
  await clock.advance(121_000)
  void call('next')
  await settle()
  expect(onItsWay.map((one) => one.key)).toEqual(['next'])
})
