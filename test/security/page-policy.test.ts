import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attack } from './harness/attack.ts'
import { type Harness, launchHarness } from './harness/launch.ts'

let harness: Harness

beforeAll(async () => {
  harness = await launchHarness({
    prepare: ({ folder }) => symlinkSync(join(folder, 'outside.txt'), join(folder, 'renderer', 'link.txt'))
  })
})

afterAll(async () => {
  await harness?.close()
})

describe('the policy of the page', () => {
  it('comes as a header from the app scheme and allows nothing but the program’s own files', async () => {
    const headers = await harness.page.evaluate(async () => {
      const response = await fetch('app://vigil/index.html')
      return Object.fromEntries(response.headers)
    })
    expect(harness.page.url()).toBe('app://vigil/index.html')
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[\w+/=]{22,}'; /
    )
    expect(headers['content-security-policy']).not.toMatch(/unsafe|https?:|\*/)
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer'
    })
  })

  it('gives every answer a nonce of its own', async () => {
    const policies = await harness.page.evaluate(() =>
      Promise.all([1, 2].map(async () => (await fetch('/index.html')).headers.get('content-security-policy')))
    )
    expect(new Set(policies).size).toBe(2)
  })

  it('lets React and React Aria work: presses, a dialog, a list in a popover, without one violation', async () => {
    const { page } = harness
    await page.getByRole('button', { name: 'Pressed 0' }).click()
    await page.getByRole('button', { name: 'Pressed 1' }).waitFor()
    await page.getByRole('button', { name: 'Open dialog' }).click()
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /Theme/ }).click()
    await page.getByRole('option', { name: 'Dark' }).click()
    expect(await page.evaluate(() => Reflect.get(window, 'violations'))).toEqual([])
    expect(await page.evaluate(() => document.querySelector('#react-aria-pressable-style')?.textContent)).toMatch(
      /touch-action/
    )
  })

  it.each([
    ['inlineHandler', /^refused: TypeError$/, 'require-trusted-types-for'],
    ['inlineScript', /^(done: false|refused: TypeError)$/, /script|trusted/],
    ['htmlSink', /^refused: TypeError$/, 'require-trusted-types-for'],
    ['evalCode', /^refused: (EvalError|TypeError)$/, /script|trusted/],
    ['newFunction', /^refused: (EvalError|TypeError)$/, /script|trusted/],
    ['javascriptUrl', /^refused: TypeError$/, 'require-trusted-types-for'],
    ['remoteScript', /^(done: error|refused: TypeError)$/, /script|trusted/],
    ['worker', /^refused: /, /worker|trusted/],
    ['serviceWorker', /^refused: /, /worker|trusted/],
    ['ownFrame', /^done: not framed$/, 'frame-src']
  ])('stops %s', async (name, outcome, directive) => {
    const report = await attack(harness.page, name, 'https://example.com')
    expect(report.outcome).toMatch(outcome)
    expect(report.violations.join('\n')).toMatch(directive)
  })

  it('does not let the page move its own base', async () => {
    expect((await attack(harness.page, 'setBase')).outcome).toBe('done: app://vigil/index.html')
  })
})

describe('the app scheme', () => {
  const statusOf = (path: string) =>
    harness.page.evaluate(async (address) => (await fetch(address).catch(() => ({ status: 'no answer' }))).status, path)

  it('serves files of the program', async () => {
    expect(await statusOf('/index.html')).toBe(200)
    expect(await statusOf('app://vigil/')).toBe(200)
  })

  it.each([
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '/%2e%2e%2foutside.txt',
    '/..%5coutside.txt',
    '/assets/..%2f..%2foutside.txt',
    '/%252e%252e%252foutside.txt',
    '//etc/passwd',
    '/%2fetc/passwd',
    '/link.txt',
    '/index.html%00.txt',
    '/assets',
    '/assets/',
    '/%',
    '/nothing.js'
  ])('answers 404 to %s', async (path) => {
    expect(await statusOf(`app://vigil${path}`)).toBe(404)
  })

  it('answers nothing under another host', async () => {
    expect(await statusOf('app://other/index.html')).toBe('no answer')
  })

  it('takes no other method than GET', async () => {
    const status = await harness.page.evaluate(
      async () => (await fetch('/index.html', { method: 'POST', body: 'x' })).status
    )
    expect(status).toBe(405)
  })
})
