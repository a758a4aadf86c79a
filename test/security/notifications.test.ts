import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LinuxNotifications } from '../../src/main/platform/linux-notifications.ts'
import { SessionBus } from '../../src/main/platform/session-bus.ts'
import { type NotificationDaemon, openNotificationDaemon } from './harness/notification-daemon.ts'
import { openPrivateBus, type PrivateBus } from './harness/private-bus.ts'

let bus: PrivateBus
let client: SessionBus
let daemon: NotificationDaemon | undefined

beforeEach(async () => {
  bus = await openPrivateBus()
  client = new SessionBus(bus.address)
})

afterEach(() => {
  daemon?.close()
  daemon = undefined
  client.close()
  bus.close()
})

const ready = {
  key: 'activation:acme',
  title: 'Audit logging is on',
  body: 'Acme <b>& Co</b>',
  actions: [{ id: 'sigma', label: 'Open in Sigma' }]
}

describe('a notification', () => {
  it('carries title, body, both actions and the desktop entry, and tells which one was chosen', async () => {
    daemon = await openNotificationDaemon(bus.address)
    const chosen: string[] = []
    const notifications = new LinuxNotifications(client)
    expect(await notifications.show(ready, (id) => chosen.push(id))).toBe('shown')
    const [, replaces, , title, body, actions, hints] = daemon.notified[0] ?? []
    expect([replaces, title, body]).toEqual([0, 'Audit logging is on', 'Acme <b>& Co</b>'])
    expect(actions).toEqual(['default', 'Open', 'sigma', 'Open in Sigma'])
    expect(hints).toMatchObject({ 'desktop-entry': { value: 'vigil' } })
    daemon.act(1, 'sigma')
    await expect.poll(() => chosen).toEqual(['sigma'])
  })

  it('says open for a click on the body', async () => {
    daemon = await openNotificationDaemon(bus.address)
    const chosen: string[] = []
    await new LinuxNotifications(client).show(ready, (id) => chosen.push(id))
    daemon.act(1, 'default')
    await expect.poll(() => chosen).toEqual(['open'])
  })

  it('is not acted on by an action it never had, another’s id, or after it was dismissed', async () => {
    daemon = await openNotificationDaemon(bus.address)
    const chosen: string[] = []
    const notifications = new LinuxNotifications(client)
    await notifications.show(ready, (id) => chosen.push(`first ${id}`))
    await notifications.show({ ...ready, key: 'other' }, (id) => chosen.push(`second ${id}`))
    daemon.act(1, 'delete-everything')
    daemon.act(99, 'default')
    daemon.dismiss(1, 2)
    daemon.act(1, 'default')
    daemon.act(2, 'default')
    await expect.poll(() => chosen).toEqual(['second open'])
  })

  it('replaces the earlier one of the same key', async () => {
    daemon = await openNotificationDaemon(bus.address)
    const notifications = new LinuxNotifications(client)
    await notifications.show(ready, () => undefined)
    await notifications.show(ready, () => undefined)
    await notifications.show({ ...ready, key: 'other' }, () => undefined)
    expect(daemon.notified.map((call) => call[1])).toEqual([0, 1, 0])
  })

  it('has no buttons where the daemon has none, and no markup where the daemon reads it', async () => {
    daemon = await openNotificationDaemon(bus.address, { capabilities: ['body', 'body-markup'] })
    await new LinuxNotifications(client).show(ready, () => undefined)
    expect(daemon.notified[0]?.[5]).toEqual([])
    expect(daemon.notified[0]?.[4]).toBe('Acme &lt;b&gt;&amp; Co&lt;/b&gt;')
  })

  it('fails without a daemon, quickly', async () => {
    const startedAtMs = performance.now()
    expect(await new LinuxNotifications(client).show(ready, () => undefined)).toBe('failed')
    expect(performance.now() - startedAtMs).toBeLessThan(1_000)
  })

  it('fails without a bus, quickly, and once the bus is gone', async () => {
    expect(
      await new LinuxNotifications(new SessionBus('unix:path=/nonexistent/bus')).show(ready, () => undefined)
    ).toBe('failed')
  })

  it('is given up within 5 s when the daemon does not answer', async () => {
    daemon = await openNotificationDaemon(bus.address, { isSilent: true })
    const startedAtMs = performance.now()
    expect(await new LinuxNotifications(client).show(ready, () => undefined)).toBe('unsure')
    expect(performance.now() - startedAtMs).toBeLessThan(5_000)
  })
})
