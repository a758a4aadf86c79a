import { z } from 'zod'
import { tableSyncSchema } from './archive.ts'
import { tablePathSchema } from './connections.ts'
import { connectionTestStepSchema } from './credentials.ts'
import { organizationIdSchema } from './primitives.ts'
import { preferencesSchema } from './preferences.ts'

/** Where a click outside the window (a notification, the menu) wants the window to go. */
export const destinationSchema = z.discriminatedUnion('to', [
  z.object({ to: z.literal('organization'), organizationId: organizationIdSchema }),
  z.object({ to: z.literal('general-settings'), organizationId: organizationIdSchema }),
  z.object({
    to: z.literal('audit-connection'),
    organizationId: organizationIdSchema,
    connectionId: z.string().optional()
  }),
  z.object({ to: z.literal('fleet') }),
  z.object({ to: z.literal('inbox') }),
  z.object({ to: z.literal('about') }),
  z.object({ to: z.literal('add-organization') }),
  z.object({ to: z.literal('preferences') })
])
export type Destination = z.infer<typeof destinationSchema>

/** What the main process tells the window, unasked. Payloads are small: the window reads again what it shows. */
export const events = {
  /** `organizationIds`: only these changed; absent: the list itself changed. */
  organizationsChanged: z.object({ organizationIds: z.array(organizationIdSchema).optional() }),
  settingsChanged: z.object({ organizationId: organizationIdSchema }),
  connectionsChanged: z.object({ organizationId: organizationIdSchema }),
  /** Members, teams, account types or tenants. */
  directoryChanged: z.object({ organizationId: organizationIdSchema }),
  changesChanged: z.object({}),
  bulkRunChanged: z.object({ runId: z.string() }),
  tableSyncChanged: z.object({ organizationId: organizationIdSchema, sync: tableSyncSchema }),
  /** A reading came to its end, or audit logging was seen to be switched. */
  coverageChanged: z.object({ organizationId: organizationIdSchema }),
  /** An import, the watched folder or the quarantine. */
  importsChanged: z.object({ organizationId: organizationIdSchema }),
  /** Columns or roles of an archived table. */
  columnsChanged: z.object({ organizationId: organizationIdSchema, path: tablePathSchema }),
  /** Policy, legal hold or a day that left. */
  retentionChanged: z.object({ organizationId: organizationIdSchema }),
  backupsChanged: z.object({ organizationId: organizationIdSchema }),
  integrityChanged: z.object({ organizationId: organizationIdSchema }),
  evidenceChanged: z.object({ organizationId: organizationIdSchema }),
  connectionTestStepChanged: z.object({ testId: z.string(), step: connectionTestStepSchema }),
  keychainChanged: z.object({}),
  inboxChanged: z.object({ unread: z.number().int() }),
  preferencesChanged: preferencesSchema,
  noticesChanged: z.object({}),
  destinationRequested: destinationSchema
} as const

export type EventName = keyof typeof events
export type EventPayload<Name extends EventName> = z.infer<(typeof events)[Name]>
