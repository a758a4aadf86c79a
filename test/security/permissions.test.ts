import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Harness, launchHarness } from './harness/launch.ts'

let harness: Harness

beforeAll(async () => {
  harness = await launchHarness()
})

afterAll(async () => {
  await harness?.close()
})

const ask = (script: string): Promise<unknown> =>
  harness.app.evaluate(
    ({ BrowserWindow }, source) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(source, true),
    script
  )

describe('permissions', () => {
  it.each([
    [
      'geolocation',
      `new Promise((r) => navigator.geolocation.getCurrentPosition(() => r('given'), (e) => r('refused ' + e.code)))`
    ],
    ['camera', `navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'given', (e) => 'refused ' + e.name)`],
    [
      'microphone',
      `navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'given', (e) => 'refused ' + e.name)`
    ],
    [
      'screen',
      `navigator.mediaDevices.getDisplayMedia({ video: true }).then(() => 'given', (e) => 'refused ' + e.name)`
    ],
    ['notifications', `Notification.requestPermission().then((p) => p === 'granted' ? 'given' : 'refused ' + p)`],
    ['clipboard reading', `navigator.clipboard.readText().then(() => 'given', (e) => 'refused ' + e.name)`],
    ['midi', `navigator.requestMIDIAccess({ sysex: true }).then(() => 'given', (e) => 'refused ' + e.name)`],
    ['usb', `navigator.usb.requestDevice({ filters: [] }).then(() => 'given', (e) => 'refused ' + e.name)`],
    [
      'hid',
      `navigator.hid.requestDevice({ filters: [] }).then((d) => d.length ? 'given' : 'refused', (e) => 'refused ' + e.name)`
    ],
    ['serial', `navigator.serial.requestPort().then(() => 'given', (e) => 'refused ' + e.name)`],
    [
      'bluetooth',
      `navigator.bluetooth ? navigator.bluetooth.requestDevice({ acceptAllDevices: true }).then(() => 'given', (e) => 'refused ' + e.name) : 'refused'`
    ],
    [
      'pointer lock',
      `new Promise((r) => { document.addEventListener('pointerlockerror', () => r('refused')); document.addEventListener('pointerlockchange', () => r('given')); document.body.requestPointerLock() })`
    ],
    [
      'fonts',
      `'queryLocalFonts' in window ? window.queryLocalFonts().then((f) => f.length ? 'given' : 'refused', (e) => 'refused ' + e.name) : 'refused'`
    ]
  ])('are refused: %s', async (_name, script) => {
    expect(await ask(script)).toMatch(/^refused/)
  })

  it('are answered "denied" when looked up', async () => {
    const states = await ask(
      `Promise.all(['geolocation', 'camera', 'microphone', 'notifications', 'clipboard-read'].map(async (name) => (await navigator.permissions.query({ name })).state))`
    )
    expect(states).toEqual(['denied', 'denied', 'denied', 'denied', 'denied'])
  })

  it('include one: Vigil’s own page may put text on the clipboard after a click', async () => {
    await harness.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.focus())
    await harness.page.getByRole('button', { name: /Pressed/ }).click()
    const copied = await ask(`navigator.clipboard.writeText('a row').then(() => 'given', (e) => 'refused ' + e.name)`)
    expect(copied).toBe('given')
    expect(await harness.app.evaluate(async ({ clipboard }) => await clipboard.readText())).toBe('a row')
  })
})
