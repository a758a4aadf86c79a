import { z } from 'zod'
import { call } from './call.ts'
import { nothing } from './primitives.ts'

export const aboutSchema = z.object({
  version: z.string(),
  electron: z.string(),
  chrome: z.string(),
  node: z.string(),
  sqlite: z.string(),
  platform: z.string(),
  isPackaged: z.boolean(),
  dataFolder: z.string(),
  logFile: z.string(),
  licences: z.array(z.object({ name: z.string(), version: z.string(), licence: z.string() }))
})
export type About = z.infer<typeof aboutSchema>

/** Something about this machine or this start that the person should know. */
export const noticeSchema = z.object({
  kind: z.enum(['preferences-set-aside', 'database-set-aside', 'running-without-sandbox']),
  facts: z.record(z.string(), z.string())
})
export type Notice = z.infer<typeof noticeSchema>

export const diagnosticCalls = {
  ping: call(nothing, z.object({ atMs: z.number() })),
  about: call(nothing, aboutSchema),
  listNotices: call(nothing, z.array(noticeSchema)),
  openDataFolder: call(nothing, nothing),
  /** The renderer's own crash, for the log. Text only, redacted. */
  reportRendererError: call(
    z.object({ message: z.string().max(2000), component: z.string().max(2000) }).strict(),
    nothing
  ),
  /** The first useful screen is on view. */
  rendererReady: call(nothing, nothing)
}
