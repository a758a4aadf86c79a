import type { MenuItemConstructorOptions } from 'electron'
import type { Destination } from '../../shared/contract/events.ts'
import type { Preferences } from '../../shared/contract/preferences.ts'

type Theme = Preferences['theme']

/** What the menu's own items do; the rest are the system's standard roles. */
export interface MenuActions {
  readonly goTo: (destination: Destination) => void
  readonly chooseTheme: (theme: Theme) => void
  readonly openDataFolder: () => void
}

export interface MenuFacts {
  readonly platform: NodeJS.Platform
  readonly isPackaged: boolean
  readonly theme: Theme
}

const separator: MenuItemConstructorOptions = { type: 'separator' }
const themes: readonly (readonly [Theme, string])[] = [
  ['system', 'Same as system'],
  ['light', 'Light'],
  ['dark', 'Dark']
]

/** The application menu, by platform: macOS keeps About, Preferences and Quit in a menu of the program's name. */
export function menuTemplate(facts: MenuFacts, actions: MenuActions): MenuItemConstructorOptions[] {
  const isMac = facts.platform === 'darwin'
  const about: MenuItemConstructorOptions = { label: 'About Vigil', click: () => actions.goTo({ to: 'about' }) }
  const preferences: MenuItemConstructorOptions = {
    label: isMac ? 'Settings…' : 'Preferences…',
    accelerator: 'CmdOrCtrl+,',
    click: () => actions.goTo({ to: 'preferences' })
  }
  const file: MenuItemConstructorOptions[] = [
    { label: 'Add Organization…', accelerator: 'CmdOrCtrl+N', click: () => actions.goTo({ to: 'add-organization' }) },
    separator,
    ...(isMac ? [{ role: 'close' } as const] : [preferences, separator, { role: 'quit' } as const])
  ]
  const help: MenuItemConstructorOptions[] = [
    { label: 'Open Data Folder', click: actions.openDataFolder },
    ...(isMac ? [] : [separator, about])
  ]
  return [
    ...(isMac ? [programMenu(about, preferences)] : []),
    { label: '&File', submenu: file },
    { role: 'editMenu' },
    { label: '&View', submenu: viewItems(facts, actions) },
    { role: 'windowMenu' },
    { role: 'help', label: '&Help', submenu: help }
  ]
}

function programMenu(
  about: MenuItemConstructorOptions,
  preferences: MenuItemConstructorOptions
): MenuItemConstructorOptions {
  return {
    label: 'Vigil',
    submenu: [
      about,
      separator,
      preferences,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' }
    ]
  }
}

function viewItems(facts: MenuFacts, actions: MenuActions): MenuItemConstructorOptions[] {
  return [
    {
      label: 'All Organizations',
      accelerator: 'CmdOrCtrl+Shift+A',
      click: () => actions.goTo({ to: 'fleet' })
    },
    { label: 'Inbox', accelerator: 'CmdOrCtrl+I', click: () => actions.goTo({ to: 'inbox' }) },
    separator,
    {
      label: 'Theme',
      submenu: themes.map(([theme, label]) => ({
        label,
        type: 'radio',
        checked: theme === facts.theme,
        click: () => actions.chooseTheme(theme)
      }))
    },
    separator,
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    separator,
    { role: 'togglefullscreen' },
    ...(facts.isPackaged ? [] : [separator, { role: 'reload' } as const, { role: 'toggleDevTools' } as const])
  ]
}
