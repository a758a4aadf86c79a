import type { WindowPlacement } from '../ports/preferences-file.port.ts'

export const smallestWindow = { width: 720, height: 480 } as const
const usualWindow = { width: 1280, height: 820 } as const
/** How much of the title bar must be on a display for the window to be caught with the mouse, px. */
const grip = { width: 120, height: 24 } as const

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/**
 * Where a window goes: where it was, if enough of its title bar is on a display that is there now; else centred, no
 * larger than the display.
 * @param workAreas of the displays, the primary one first
 */
export function placeWindow(remembered: WindowPlacement | undefined, workAreas: readonly Rectangle[]): WindowPlacement {
  const wanted = { ...usualWindow, isMaximized: false, ...remembered }
  const at = wanted.x !== undefined && wanted.y !== undefined ? { x: wanted.x, y: wanted.y } : undefined
  const home = at && workAreas.find((area) => holdsTitleBar(area, { ...at, width: wanted.width }))
  const area = home ?? workAreas[0]
  const size = {
    width: clamp(wanted.width, smallestWindow.width, area?.width),
    height: clamp(wanted.height, smallestWindow.height, area?.height)
  }
  return { ...(home && at), ...size, isMaximized: wanted.isMaximized }
}

function holdsTitleBar(area: Rectangle, bar: { x: number; y: number; width: number }): boolean {
  const visible = Math.min(bar.x + bar.width, area.x + area.width) - Math.max(bar.x, area.x)
  return visible >= grip.width && bar.y >= area.y && bar.y + grip.height <= area.y + area.height
}

function clamp(value: number, smallest: number, largest: number | undefined): number {
  return Math.round(Math.max(smallest, Math.min(value, largest ?? value)))
}
