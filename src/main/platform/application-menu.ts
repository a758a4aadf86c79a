import { app, Menu } from 'electron'
import type { Preferences } from '../../shared/contract/preferences.ts'
import { type MenuActions, menuTemplate } from './application-menu-template.ts'

/**
 * Sets the application menu. Call again when the theme was chosen elsewhere, so that the right one is ticked.
 */
export function setApplicationMenu(theme: Preferences['theme'], actions: MenuActions): void {
  const facts = { platform: process.platform, isPackaged: app.isPackaged, theme }
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(facts, actions)))
}
