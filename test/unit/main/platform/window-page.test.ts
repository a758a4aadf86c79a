import { describe, expect, it } from 'vitest'
import { withNonce } from '../../../../src/main/platform/content-security-policy.ts'
import { pathSegments } from '../../../../src/main/platform/contained-file.ts'
import { isPermitted } from '../../../../src/main/platform/permissions.ts'
import { isIndexPage, originOf, rendererLocation } from '../../../../src/main/platform/renderer-location.ts'
import { isAllowedRequest } from '../../../../src/main/platform/request-firewall.ts'
import { refusalOf } from '../../../../src/main/platform/sender-guard.ts'

const shipped = rendererLocation(undefined, true)
const dev = rendererLocation('http://localhost:5173/', false)

describe('where the page comes from', () => {
  it('is the app scheme, unless a program that is not packaged is told of a development server on this machine', () => {
    expect(shipped).toEqual({ indexUrl: 'app://vigil/index.html', origin: 'app://vigil', isDevServer: false })
    expect(dev).toEqual({ indexUrl: 'http://localhost:5173/', origin: 'http://localhost:5173', isDevServer: true })
    expect(rendererLocation('http://localhost:5173/', true)).toEqual(shipped)
    expect(rendererLocation('http://example.com/', false)).toEqual(shipped)
    expect(rendererLocation('http://localhost.example.com/', false)).toEqual(shipped)
    expect(rendererLocation('https://localhost:5173/', false)).toEqual(shipped)
    expect(rendererLocation('nonsense', false)).toEqual(shipped)
  })

  it('is told apart by scheme, host and port', () => {
    expect(originOf('app://vigil/a?b#c')).toBe('app://vigil')
    expect(originOf('app://other/')).toBe('app://other')
    expect([originOf(''), originOf('about:blank'), originOf('data:text/html,x'), originOf('file:///x')]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined
    ])
  })

  it.each([
    ['app://vigil/', true],
    ['app://vigil/index.html?x#/y', true],
    ['app://vigil/assets/x.js', false],
    ['app://vigil.evil/index.html', false],
    ['app://user@vigil/index.html', false],
    ['http://vigil/index.html', false],
    ['', false]
  ])('shows %s: %s', (address, isAllowed) => {
    expect(isIndexPage(address, shipped)).toBe(isAllowed)
  })
})

describe('the path of a file', () => {
  it.each([
    ['app://vigil/', ['index.html']],
    ['app://vigil/assets/a%20b.js?v=1#x', ['assets', 'a b.js']],
    ['app://vigil/%2e%2e%2fx', undefined],
    ['app://vigil/a/..%2f..%2fx', undefined],
    ['app://vigil/a%5c..%5cx', undefined],
    ['app://vigil/c:/x', undefined],
    ['app://vigil//x', undefined],
    ['app://vigil/x%00.js', undefined],
    ['app://vigil/%ff', undefined],
    ['app://other/x', undefined],
    ['file:///x', undefined],
    ['x', undefined]
  ])('%s is %j', (address, segments) => {
    expect(pathSegments(address)).toEqual(segments)
  })
})

describe('the request firewall', () => {
  it.each([
    ['app://vigil/x.js', shipped, true, true],
    ['app://vigil.evil/x.js', shipped, true, false],
    ['https://api.sigmacomputing.com/', shipped, true, false],
    ['file:///etc/passwd', shipped, true, false],
    ['data:text/html,x', shipped, true, false],
    ['blob:app://vigil/1', shipped, true, false],
    ['devtools://devtools/bundled/x.js', shipped, true, false],
    ['devtools://devtools/bundled/x.js', shipped, false, true],
    ['http://localhost:5173/x.ts', shipped, true, false],
    ['http://localhost:5173/x.ts', dev, false, true],
    ['ws://localhost:5173/', dev, false, true],
    ['http://localhost:5174/', dev, false, false]
  ])('%s, development server %j, packaged %s: %s', (address, location, isPackaged, isAllowed) => {
    expect(isAllowedRequest(address, location, isPackaged)).toBe(isAllowed)
  })
})

describe('permissions', () => {
  it('are one: writing to the clipboard, for the main frame of our own page', () => {
    expect(isPermitted('clipboard-sanitized-write', 'app://vigil/index.html', true, shipped)).toBe(true)
    expect(isPermitted('clipboard-sanitized-write', 'app://vigil/index.html', false, shipped)).toBe(false)
    expect(isPermitted('clipboard-sanitized-write', 'https://example.com/', true, shipped)).toBe(false)
    expect(isPermitted('clipboard-read', 'app://vigil/index.html', true, shipped)).toBe(false)
  })
})

describe('a sender', () => {
  const page = { url: 'app://vigil/index.html', isMainFrame: true }

  it.each([
    [{ isKnownWindow: true, frame: page }, undefined],
    [{ isKnownWindow: false, frame: page }, 'unknown-window'],
    [{ isKnownWindow: true, frame: undefined }, 'no-frame'],
    [{ isKnownWindow: true, frame: { ...page, isMainFrame: false } }, 'not-main-frame'],
    [{ isKnownWindow: true, frame: { ...page, url: '' } }, 'wrong-origin'],
    [{ isKnownWindow: true, frame: { ...page, url: 'app://vigil.evil/' } }, 'wrong-origin'],
    [{ isKnownWindow: true, frame: { ...page, url: 'http://localhost:5173/' } }, 'wrong-origin']
  ] as const)('%j: %s', (sender, refusal) => {
    expect(refusalOf(sender, shipped)).toBe(refusal)
  })
})

it('writes the nonce as the first thing of the head', () => {
  expect(withNonce('<html><head lang="en"><title>x</title></head></html>', 'n')).toBe(
    '<html><head lang="en"><meta property="csp-nonce" nonce="n"><title>x</title></head></html>'
  )
})
