import { describe, expect, it } from 'vitest'
import { wordsOfError, wordsOfThrown } from '../../../../src/renderer/src/lib/error-words.ts'
import { appErrorCodes } from '../../../../src/shared/kit/app-error.ts'

describe('words of errors', () => {
  it.each(appErrorCodes)('says what %s is and what to do, without code or gap', (code) => {
    const someParams: Record<string, string | number>[] = [
      {},
      {
        host: 'api.example.com',
        status: 503,
        name: 'Acme',
        file: 'org.sqlite',
        retryAfterMs: 30_000,
        path: 'entries[0].id'
      }
    ]
    for (const params of someParams) {
      const words = wordsOfError({ code, params })
      for (const sentence of [words.title, words.remedy]) {
        expect(sentence).toMatch(/[.!]$/)
        expect(sentence).not.toMatch(/undefined|\[object|\s{2}|\s[.,]/)
      }
    }
  })

  it('names the facts it was given', () => {
    expect(wordsOfError({ code: 'unreachable', params: { host: 'api.example.com' } }).title).toContain(
      'api.example.com'
    )
    expect(wordsOfError({ code: 'rate-limited', params: { retryAfterMs: 30_000 } }).remedy).toContain('30 s')
  })

  it('does not say that Sigma sent what Vigil itself got wrong', () => {
    const title = (params: Record<string, string>) => wordsOfError({ code: 'contract-breach', params }).title
    expect(title({ path: 'entries[0].id' })).toContain('Sigma sent')
    expect(title({ path: 'nextAtMs', call: 'backups.getBackups' })).toBe(
      'This cannot be shown because of a mistake in Vigil (nextAtMs).'
    )
  })

  it('calls anything else a fault of Vigil and shows nothing of it', () => {
    const words = wordsOfThrown(new Error('secret-marker'))
    expect(`${words.title} ${words.remedy}`).not.toContain('secret-marker')
    expect(words.title).toBe('Something went wrong inside Vigil.')
  })
})
