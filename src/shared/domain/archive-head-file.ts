import { z } from 'zod'
import type { ArchiveHead } from './archive-verification.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)

const archiveHeadSchema = z.object({
  format: z.literal('vigil-archive-head/1'),
  organizationId: z.string().max(200),
  commitCount: z.number().int().min(0),
  commitHash: hash,
  tables: z.array(
    z.object({
      path: z.array(z.string().max(1_000)).max(20),
      days: z.array(
        z.object({
          day: z.number().int(),
          rowCount: z.number().int().min(0),
          head: hash,
          isPruned: z.boolean().exactOptional()
        })
      )
    })
  )
})

/** The head that a file holds; undefined when its text is none. */
export function parseArchiveHead(text: string): ArchiveHead | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const parsed = archiveHeadSchema.safeParse(value)
  return parsed.success ? parsed.data : undefined
}
