import { z } from 'zod'
import type { AuditLoggingState } from '../domain/audit-logging.ts'
import { timeMsSchema } from './primitives.ts'

const requestedAtMs = timeMsSchema
const connectionId = z.string()
const activation = { activatedAtMs: timeMsSchema.optional(), tookMs: z.number().optional() }
export const auditLoggingRefusalSchema = z.enum([
  'not-permitted',
  'region-not-supported',
  'not-provisioned',
  'credential-refused',
  'server-fault'
])

export const auditLoggingStateSchema: z.ZodType<AuditLoggingState> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unknown') }),
  z.object({ kind: z.literal('not-provisioned') }),
  z.object({ kind: z.literal('region-not-supported') }),
  z.object({ kind: z.literal('disabled') }),
  z.object({ kind: z.literal('enable-waiting'), requestedAtMs }),
  z.object({ kind: z.literal('pending'), requestedAtMs }),
  z.object({
    kind: z.literal('enabled'),
    connectionId,
    ...activation
  }),
  z.object({ kind: z.literal('disable-waiting'), requestedAtMs, connectionId, ...activation }),
  z.object({ kind: z.literal('disabling'), requestedAtMs }),
  z.object({
    kind: z.literal('refused'),
    request: z.enum(['enable', 'disable']),
    reason: auditLoggingRefusalSchema,
    refusedAtMs: timeMsSchema,
    connectionId: connectionId.optional(),
    ...activation
  }),
  z.object({ kind: z.literal('timed-out'), requestedAtMs })
])
