import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask, type Environment, isOnBus, type Service, startService, until } from './processes.ts'

/** A notification as the daemon showed it. */
export interface ShownNotification {
  readonly id: number
  readonly appName: string
  readonly title: string
  readonly body: string
  readonly urgency: string
  readonly desktopEntry: string
  readonly shownAtMs: number
}

/** The desktop's own notification daemon (dunst), whose log can be read and whose buttons can be pressed. */
export interface NotificationDaemon {
  readonly service: Service
  /** One line of JSON a notification. */
  readonly logFile: string
  /** Everything shown so far, oldest first. */
  shown(): ShownNotification[]
  /** What one can press now, with the ids that the program gave: `default` is a click on the body. */
  choices(): Promise<{ readonly id: number; readonly action: string; readonly label: string }[]>
  /** Presses an action of a notification that is on screen. Throws when there is no such thing. */
  press(id: number, action?: string): Promise<void>
}

const busName = 'org.freedesktop.Notifications'

// Called by dunst for each notification; written in JavaScript because JSON has to be right for any text.
const logScript = (logFile: string): string => `#!${process.execPath}
const e = process.env
require('node:fs').appendFileSync(${JSON.stringify(logFile)}, JSON.stringify({
  id: Number(e.DUNST_ID), appName: e.DUNST_APP_NAME ?? '', title: e.DUNST_SUMMARY ?? '', body: e.DUNST_BODY ?? '',
  urgency: e.DUNST_URGENCY ?? '', desktopEntry: e.DUNST_DESKTOP_ENTRY ?? '', shownAtMs: Date.now()
}) + '\\n')
`

// dunst hands its menu of actions to a chooser program; this one notes the menu and answers with what was asked for.
const menuScript = (folder: string): string => `#!/bin/sh
cat > '${folder}/menu.part' && mv '${folder}/menu.part' '${folder}/menu'
[ -e '${folder}/choice' ] && cat '${folder}/choice'
exit 0
`

const configuration = (log: string, menu: string): string => `[global]
  title = Vigil test session
  dmenu = ${menu}
  follow = none
  width = 380
  origin = top-right
  offset = 16x16
  font = Sans 10
  idle_threshold = 0
  history_length = 100
  notification_limit = 20
  stack_duplicates = false
  always_run_script = true
[urgency_low]
  timeout = 0
[urgency_normal]
  timeout = 0
[urgency_critical]
  timeout = 0
[log-everything]
  summary = *
  script = ${log}
`

const menuAttempts = 6
const menuLine = /^#(.*) \((.*)\) \[(\d+),(.*)\]$/

/** Starts dunst in the session of `env`, which must have a bus and a display. */
export async function startNotificationDaemon(folder: string, env: Environment): Promise<NotificationDaemon> {
  const logFile = env.VIGIL_NOTIFICATION_LOG ?? path.join(folder, 'notifications.jsonl')
  const at = (name: string): string => path.join(folder, name)
  writeFileSync(at('log-notification.cjs'), logScript(logFile), { mode: 0o755 })
  writeFileSync(at('choose-action'), menuScript(folder), { mode: 0o755 })
  writeFileSync(at('dunstrc'), configuration(at('log-notification.cjs'), at('choose-action')))
  const service = startService('dunst', ['-config', at('dunstrc')], env)
  await until('the notification daemon', () => isOnBus(busName, env), service)

  const menu = async (choice: string): Promise<string[]> => {
    writeFileSync(at('choice'), choice)
    writeFileSync(at('menu'), '')
    for (let attempt = 0; attempt < menuAttempts; attempt++) {
      // dunst leaves a request out while it still closes its last menu, so ask until there is one
      if ((await ask('dunstctl', ['context'], env)) === undefined) throw new Error('dunst did not answer')
      for (let left = 10; left > 0; left--) {
        const text = readFileSync(at('menu'), 'utf8')
        if (text !== '') return text.split('\n').filter((line) => line !== '')
        await sleep(25)
      }
    }
    return []
  }
  const parse = (line: string) => {
    const [, label = '', , id = '', action = ''] = menuLine.exec(line) ?? []
    return { line, label, id: Number(id), action }
  }
  const choices = async () =>
    (await menu(''))
      .map(parse)
      .filter((one) => one.action !== '')
      .sort((a, b) => a.id - b.id || a.action.localeCompare(b.action))

  return {
    service,
    logFile,
    shown: () =>
      existsSync(logFile)
        ? readFileSync(logFile, 'utf8')
            .split('\n')
            .filter((line) => line !== '')
            .map((line) => JSON.parse(line) as ShownNotification)
        : [],
    choices: async () => (await choices()).map(({ id, action, label }) => ({ id, action, label })),
    async press(id, action = 'default') {
      const offered = await choices()
      const wanted = offered.find((one) => one.id === id && one.action === action)
      if (wanted === undefined) {
        const list = offered.map((one) => `${one.id}:${one.action}`).join(', ')
        throw new Error(`notification ${id} offers no action "${action}"; on screen are: ${list || 'none'}`)
      }
      await menu(wanted.line)
    }
  }
}
