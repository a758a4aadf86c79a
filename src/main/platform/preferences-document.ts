import { existsSync, readFileSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import {
  type FleetView,
  fleetViewSchema,
  type Preferences,
  preferencesSchema
} from '../../shared/contract/preferences.ts'
import type { WindowPlacement } from '../ports/preferences-file.port.ts'

const placementSchema = z.object({
  x: z.number().int().optional(),
  y: z.number().int().optional(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  isMaximized: z.boolean()
})

export const defaultPreferences: Preferences = { theme: 'system', sidebarWidth: 248, organizationOrder: [] }

/** Preferences out of a file's content: each one that is not what it should be is as if it were not there. */
export function preferencesFrom(content: Readonly<Record<string, unknown>>): Preferences {
  const { shape } = preferencesSchema
  const theme = shape.theme.safeParse(content.theme)
  const sidebarWidth = shape.sidebarWidth.safeParse(content.sidebarWidth)
  const order = shape.organizationOrder.safeParse(content.organizationOrder)
  const last = shape.lastOrganizationId.safeParse(content.lastOrganizationId)
  const fleetView = fleetViewFrom(content.fleetView)
  const baseline = shape.settingsBaseline.safeParse(content.settingsBaseline)
  return {
    theme: theme.success ? theme.data : defaultPreferences.theme,
    sidebarWidth: sidebarWidth.success ? sidebarWidth.data : defaultPreferences.sidebarWidth,
    organizationOrder: order.success ? order.data : defaultPreferences.organizationOrder,
    ...(last.success && last.data !== undefined ? { lastOrganizationId: last.data } : {}),
    ...(fleetView ? { fleetView } : {}),
    ...(baseline.success && baseline.data !== undefined ? { settingsBaseline: baseline.data } : {})
  }
}

/** Without readable columns there is no view; of the rest, what cannot be read is as if it were not there. */
function fleetViewFrom(content: unknown): FleetView | undefined {
  const given = z.record(z.string(), z.unknown()).safeParse(content).data
  const { shape } = fleetViewSchema
  const columns = shape.columns.safeParse(given?.columns).data
  if (given === undefined || columns === undefined) return undefined
  const widths = Object.entries(z.record(z.string(), z.unknown()).safeParse(given.widths).data ?? {})
  const sort = shape.sort.safeParse(given.sort).data
  return {
    columns,
    widths: Object.assign({}, ...widths.map(([name, width]) => shape.widths.safeParse({ [name]: width }).data ?? {})),
    ...(sort ? { sort } : {}),
    groupBy: shape.groupBy.safeParse(given.groupBy).data ?? 'none'
  }
}

/** The window's place out of a file's content, or undefined. */
export function placementFrom(content: unknown): WindowPlacement | undefined {
  const parsed = placementSchema.safeParse(content)
  return parsed.success ? parsed.data : undefined
}

/**
 * Renames a preferences file that is not a JSON object, so that a fresh one can take its place and nothing is lost.
 * @returns the new name, or undefined when the file is good or not there
 */
export function setAsideIfDamaged(file: string, nowMs: number): string | undefined {
  if (!existsSync(file) || isJsonObject(file)) return undefined
  const stamp = new Date(nowMs).toISOString().slice(0, 19).replaceAll(':', '-')
  const name = `preferences.damaged-${stamp}.json`
  renameSync(file, join(dirname(file), name))
  return name
}

function isJsonObject(file: string): boolean {
  try {
    return z.record(z.string(), z.unknown()).safeParse(JSON.parse(readFileSync(file, 'utf8'))).success
  } catch {
    return false
  }
}
