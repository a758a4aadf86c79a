import type { Clock } from '../../ports/clock.port.ts'
import type { World } from '../world/world.ts'
import type { AuditLoggingTimings } from './audit-logging.ts'
import type { SandboxDatabase } from './database.ts'
import type { ToggleName } from './settings.ts'

/** An organization that Sigma would call a tenant of this one. */
export interface SandboxTenant {
  readonly organizationId: string
  readonly name: string
  readonly slug: string
  /** Base of the tenant's own API, such as another sandbox organization's. */
  readonly apiUrl?: string
  /** As Sigma spells them: aws, azure-eu, gcp … */
  readonly cloudProvider?: string
  readonly region?: string
}

/** A member besides those of the seed, such as a consultant who works in many organizations. */
export interface SandboxVisitor {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly accountType: string
  readonly userKind: 'internal' | 'guest'
}

/** Settings of a new organization that are not Sigma's defaults. */
export type SandboxSettings = { readonly [Name in ToggleName]?: boolean } & { readonly timezone?: string }

/** How this sandbox organization behaves; kept in its file, so that it behaves the same when it is opened again. */
export interface SandboxConfig extends AuditLoggingTimings {
  readonly seed: number
  readonly members: number
  /** Background events of a working day. */
  readonly events: number
  readonly eventDelayMs: number
  readonly name: string | undefined
  readonly region: 'supported' | 'not-supported'
  readonly auditLogging: 'provisioned' | 'not-provisioned'
  readonly adminAccountType: string
  readonly tokenLifetimeMs: number
  /** How long an export answers 204 before its file is there. */
  readonly exportRunMs: number
  /** Organizations that this one is the parent of. */
  readonly tenants: readonly SandboxTenant[]
  /** Domain of the members' addresses; made from the name when absent. */
  readonly domain: string | undefined
  readonly visitors: readonly SandboxVisitor[]
  /** Which part of the members has not signed in for long or is deactivated, 0 to 1. */
  readonly dormantShare: number
  readonly settings: SandboxSettings
}

/** Where links in answers lead. The name can never be resolved (RFC 6761), so no link leaves the machine. */
export const appBaseUrl = 'https://app.sandbox.vigil.invalid'

/** What every part of the sandbox works on. */
export interface Sandbox {
  readonly database: SandboxDatabase
  readonly clock: Clock
  readonly world: World
  readonly config: SandboxConfig
}

/** A time as Sigma writes it. */
export function isoTime(atMs: number): string {
  return new Date(atMs).toISOString()
}

/** Columns that every object of the organization has. */
export interface Stamps {
  readonly created_by: string
  readonly updated_by: string
  readonly created_at_ms: number
  readonly updated_at_ms: number
}

/** The stamps in the API's shape. */
export function stampsOf(row: Stamps): { createdBy: string; updatedBy: string; createdAt: string; updatedAt: string } {
  return {
    createdBy: row.created_by,
    updatedBy: row.updated_by,
    createdAt: isoTime(row.created_at_ms),
    updatedAt: isoTime(row.updated_at_ms)
  }
}
