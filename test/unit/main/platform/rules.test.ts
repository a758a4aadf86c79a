import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { menuTemplate } from '../../../../src/main/platform/application-menu-template.ts'
import { allowedLink } from '../../../../src/main/platform/external-link-rule.ts'
import { troubleOf } from '../../../../src/main/platform/keychain-errors.ts'
import { openLogger } from '../../../../src/main/platform/logger.ts'
import { netError } from '../../../../src/main/platform/net-errors.ts'
import {
  placementFrom,
  preferencesFrom,
  setAsideIfDamaged
} from '../../../../src/main/platform/preferences-document.ts'
import { mayFollow, requireSafeUrl } from '../../../../src/main/platform/redirect-rule.ts'
import { CallTimeout, SerialCalls } from '../../../../src/main/platform/serial-calls.ts'
import { systemClock } from '../../../../src/main/platform/system-clock.ts'
import { placeWindow } from '../../../../src/main/platform/window-placement.ts'
import { Secret } from '../../../../src/shared/kit/secret.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-platform-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('links', () => {
  it.each([
    ['https://app.sigmacomputing.com/acme', true],
    ['https://help.sigmacomputing.com/docs', true],
    ['https://APP.SigmaComputing.com/', true],
    ['https://sigmacomputing.com.evil.example/', false],
    ['https://evil.example/?x=.sigmacomputing.com', false],
    ['https://evil.example#.sigmacomputing.com', false],
    ['https://evil.example\\.sigmacomputing.com/', false],
    ['https://evilsigmacomputing.com/', false],
    ['https://app.sigmacomputing.com@evil.example/', false],
    ['https://app.sigmacomputing.com:444/', false],
    ['http://app.sigmacomputing.com/', false],
    ['javascript://app.sigmacomputing.com/%0aalert(1)', false]
  ])('%s may be opened: %s', (address, isAllowed) => {
    expect(allowedLink(address) !== undefined).toBe(isAllowed)
  })
})

describe('redirects and addresses of the API', () => {
  const asked = new URL('https://api.sigmacomputing.com/v2/x')
  it.each([
    ['/v2/y', true],
    ['https://api.sigmacomputing.com/v2/y', true],
    ['http://api.sigmacomputing.com/v2/y', false],
    ['https://api.sigmacomputing.com:8443/', false],
    ['https://u@api.sigmacomputing.com/', false],
    ['//evil.example/', false],
    ['https://evil.example/', false]
  ])('a redirect to %s is followed: %s', (target, isFollowed) => {
    expect(mayFollow(asked, target)).toBe(isFollowed)
  })

  it('are https, or http on this machine', () => {
    expect(requireSafeUrl('http://127.0.0.1:8080/x').port).toBe('8080')
    expect(() => requireSafeUrl('http://127.0.0.1.evil.example/')).toThrow('invalid-input')
  })
})

it.each([
  ['net::ERR_NAME_NOT_RESOLVED', true, 'name-not-resolved'],
  ['net::ERR_NAME_NOT_RESOLVED', false, 'offline'],
  ['net::ERR_INTERNET_DISCONNECTED', true, 'offline'],
  ['net::ERR_CERT_AUTHORITY_INVALID', true, 'tls-failed'],
  ['net::ERR_SSL_PROTOCOL_ERROR', true, 'tls-failed'],
  ['net::ERR_CONNECTION_REFUSED', true, 'unreachable'],
  ['net::ERR_CONNECTION_TIMED_OUT', true, 'timed-out'],
  ['net::ERR_PROXY_CONNECTION_FAILED', true, 'unreachable'],
  ['something else', true, 'unreachable']
])('%s with the network there (%s) is %s', (message, isOnline, code) => {
  expect(netError(new Error(message), 'host', isOnline)).toMatchObject({ code, params: { host: 'host' } })
})

it.each([
  ['Cannot create an item in a locked collection', 'locked'],
  ['User interaction is not allowed.', 'locked'],
  ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'unavailable'],
  ['The name org.freedesktop.secrets was not provided by any .service files', 'unavailable'],
  ['libsecret-1.so.0: cannot open shared object file: No such file or directory', 'unavailable'],
  ['A specified logon session does not exist.', 'unreadable']
])('the keychain’s words "%s" mean %s', (message, trouble) => {
  expect(troubleOf(new Error(message))).toBe(trouble)
})

describe('serial calls', () => {
  it('run one at a time and in order', async () => {
    const calls = new SerialCalls()
    const log: string[] = []
    const work = (name: string) => async () => {
      log.push(`${name} begins`)
      await systemClock.sleep(5)
      log.push(`${name} ends`)
    }
    await Promise.all([calls.run(work('a'), 1_000), calls.run(work('b'), 1_000)])
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
  })

  it('time out when one hangs, start no other meanwhile, and never start one that was given up', async () => {
    const calls = new SerialCalls()
    let release: () => void = () => undefined
    const hanging = new Promise<void>((resolve) => {
      release = resolve
    })
    let hasRun = false
    const first = calls.run(() => hanging, 20)
    const second = calls.run(() => Promise.resolve((hasRun = true)), 20)
    await expect(first).rejects.toBeInstanceOf(CallTimeout)
    await expect(second).rejects.toBeInstanceOf(CallTimeout)
    release()
    expect(await calls.run(() => Promise.resolve('third'), 1_000)).toBe('third')
    expect(hasRun).toBe(false)
  })
})

describe('the window', () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1080 }
  it('goes where it was', () => {
    const was = { x: 100, y: 50, width: 900, height: 600, isMaximized: true }
    expect(placeWindow(was, [screen])).toEqual(was)
  })
  it('is centred when the display it was on is gone, and never larger than the one there is', () => {
    const was = { x: 2500, y: 50, width: 3000, height: 2000, isMaximized: false }
    expect(placeWindow(was, [screen])).toEqual({ width: 1920, height: 1080, isMaximized: false })
  })
  it('is never smaller than it can be used', () => {
    expect(placeWindow({ width: 10, height: 10, isMaximized: false }, [screen])).toMatchObject({
      width: 720,
      height: 480
    })
  })
})

describe('preferences', () => {
  it('take what is right in a file and the default for what is not', () => {
    expect(preferencesFrom({ theme: 'dark', sidebarWidth: 9_999, lastOrganizationId: '../x' })).toEqual({
      theme: 'dark',
      sidebarWidth: 248,
      organizationOrder: []
    })
    expect(placementFrom({ width: 'wide' })).toBeUndefined()
  })

  it('set aside a file that is not a JSON object, and leave a good one alone', () => {
    const file = join(folder, 'preferences.json')
    expect(setAsideIfDamaged(file, 0)).toBeUndefined()
    writeFileSync(file, '{}')
    expect(setAsideIfDamaged(file, 0)).toBeUndefined()
    writeFileSync(file, '[]')
    expect(setAsideIfDamaged(file, 0)).toBe('preferences.damaged-1970-01-01T00-00-00.json')
    expect(existsSync(file)).toBe(false)
  })
})

describe('the log', () => {
  it('writes one JSON object a line, without secrets, and keeps three older files', async () => {
    const { readFileSync, statSync } = await import('node:fs')
    const file = join(folder, 'logs', 'vigil.log')
    const logger = openLogger(file, false).child('sync')
    logger.info('began', {
      clientSecret: 'marker-1',
      secret: new Secret('marker-2'),
      authorization: 'Basic bWFya2VyLTM='
    })
    logger.error('failed', { error: new Error('client_secret=marker-4', { cause: new Error('deeper') }) })
    const lines = readFileSync(file, 'utf8').trim().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'info', scope: 'sync', message: 'began' },
      { level: 'error', message: 'failed', data: { error: { cause: { message: 'deeper' } } } }
    ])
    expect(lines.join()).not.toMatch(/marker-\d|bWFya2/)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    for (let n = 0; n < 100; n += 1) logger.info('word '.repeat(20_000))
    expect(readdirSync(join(folder, 'logs')).sort()).toEqual(['vigil.1.log', 'vigil.2.log', 'vigil.3.log', 'vigil.log'])
  })
})

describe('the menu', () => {
  const actions = { goTo: () => undefined, chooseTheme: () => undefined, openDataFolder: () => undefined }
  const labels = (platform: NodeJS.Platform, isPackaged = true) =>
    JSON.stringify(menuTemplate({ platform, isPackaged, theme: 'dark' }, actions))

  it('has About, preferences and quit where the platform expects them', () => {
    const first = (platform: NodeJS.Platform) => menuTemplate({ platform, isPackaged: true, theme: 'dark' }, actions)[0]
    expect(first('darwin')?.label).toBe('Vigil')
    expect(JSON.stringify(first('darwin'))).toMatch(/About Vigil.*Settings….*quit/)
    expect(JSON.stringify(first('linux'))).toMatch(/Add Organization….*Preferences….*quit/)
  })

  it('ticks the theme that is on and offers developer tools only to those who develop', () => {
    expect(labels('linux')).toMatch(/"label":"Dark","type":"radio","checked":true/)
    expect(labels('linux')).not.toMatch(/toggleDevTools|"reload"/)
    expect(labels('linux', false)).toMatch(/toggleDevTools/)
  })
})
