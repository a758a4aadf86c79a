import type { Connection } from '../../shared/contract/connections.ts'
import { settingKeys } from '../../shared/domain/setting-keys.ts'
import { isAdminAccountType } from '../../shared/domain/people.ts'
import { AppError, toAppError } from '../../shared/kit/app-error.ts'
import { leftOutOf } from '../sigma/http/paging.ts'
import { minuteMs } from '../../shared/kit/time.ts'
import type { OrganizationFacts, SettingRecord } from '../stores/settings-store.ts'
import { connectionOf } from './connection-mapping.ts'
import { applyObservation, observeAuditLogging } from './audit-logging-observation.ts'
import { failureKind } from './failure-kind.ts'
import type { ReadContext } from './sync-context.ts'

/**
 * Reads an organization from Sigma: who we are, settings, connections, audit logging. Each part is stored as soon as it
 * is there. A setting that this organization does not have, or that the credentials may not see, is stored as such and
 * does not end the reading.
 * @param parts `hasIdentity`: also who we are, which changes rarely; read in any case where it is not known
 * @throws AppError when the organization cannot be read at all; what was stored before stays
 */
export async function pullOrganization(
  context: ReadContext,
  signal: AbortSignal,
  parts: { readonly hasIdentity: boolean }
): Promise<void> {
  const { organizationId, settings, clock } = context
  const hasIdentity = parts.hasIdentity || (await settings.facts(organizationId)).accountType === undefined
  if (hasIdentity) await readIdentity(context, signal)
  const connections = await pullConnections(context, signal)
  if (!hasIdentity) await noteContact(context)
  await settings.saveSettings(organizationId, await readSettings(context, signal))
  await applyObservation(context, await observeAuditLogging(context, connections, signal))
  const done: { readonly [Key in keyof OrganizationFacts]?: OrganizationFacts[Key] | null } = {
    settingsReadAtMs: clock.nowMs(),
    lastError: null,
    lastErrorAtMs: null
  }
  await settings.saveFacts(organizationId, done)
}

/** Reads whom the credentials belong to and stores it. */
async function readIdentity(context: ReadContext, signal: AbortSignal): Promise<void> {
  const client = await context.client()
  const who = await client.whoami(signal)
  const member = await client.members.get(who.userId, signal)
  await noteContact(context, who.organizationId)
  await context.settings.saveFacts(context.organizationId, {
    accountType: member.memberType,
    isAdmin: isAdminAccountType(member.memberType),
    actingMemberName: `${member.firstName} ${member.lastName}`.trim(),
    actingMemberEmail: member.email
  })
}

/** The time of the last contact is kept in steps, so that quick rounds write it once, and those of which nobody sees less. */
const contactStepMs = { wanted: minuteMs, background: 10 * minuteMs }

/**
 * Writes down that Sigma has answered and taken the credentials, where that is news.
 * @param sigmaOrganizationId where Sigma said it
 */
export async function noteContact(context: ReadContext, sigmaOrganizationId?: string): Promise<void> {
  const record = await context.record()
  const atMs = context.clock.nowMs()
  const stepMs = contactStepMs[context.isWanted() ? 'wanted' : 'background']
  const isContactNews = Math.abs(atMs - (record.lastContactAtMs ?? Number.NEGATIVE_INFINITY)) >= stepMs
  const isIdNews = sigmaOrganizationId !== undefined && sigmaOrganizationId !== record.sigmaOrganizationId
  const isAcceptanceNews = record.credentialRefusedAtMs !== undefined
  if (!isContactNews && !isIdNews && !isAcceptanceNews) return
  await context.organizations.update(context.organizationId, {
    lastContactAtMs: atMs,
    ...(isIdNews ? { sigmaOrganizationId } : {}),
    ...(isAcceptanceNews ? { credentialRefusedAtMs: null } : {})
  })
}

/** Reads and stores the list of connections. @throws AppError when it cannot be read */
export async function pullConnections(context: ReadContext, signal: AbortSignal): Promise<readonly Connection[]> {
  return await storeConnections(context, await listConnections(context, signal))
}

/** The list of connections as Sigma has it, and how many of its entries were errors. */
export interface ListedConnections {
  readonly connections: readonly Connection[]
  readonly leftOut: number
}

/** Reads the list of connections. A failure is written down. @throws AppError */
export async function listConnections(context: ReadContext, signal: AbortSignal): Promise<ListedConnections> {
  const client = await context.client()
  try {
    const list = await client.connections.list({ includeArchived: true }, signal)
    return { connections: list.map(connectionOf), leftOut: leftOutOf(list) }
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.code !== 'cancelled') await noteConnectionsError(context, error)
    throw error
  }
}

/** Stores a list of connections. @returns those that are there: what is missing from a list with errors is not gone */
export async function storeConnections(
  context: ReadContext,
  { connections, leftOut }: ListedConnections
): Promise<readonly Connection[]> {
  const { organizationId, clock } = context
  const error = leftOut > 0 ? new AppError('list-incomplete', { leftOut }).toData() : undefined
  await context.connections.saveConnections(organizationId, connections, clock.nowMs(), error)
  context.announceRead('connectionsChanged', { organizationId })
  if (error === undefined) return connections
  return (await context.connections.connections(organizationId)).filter((one) => one.removedAtMs === undefined)
}

/** The same failure of every try is written down once in ten minutes. */
const sameErrorMs = 10 * minuteMs

async function noteConnectionsError(context: ReadContext, error: AppError): Promise<void> {
  const { organizationId, connections, clock } = context
  const subject = { of: 'connections' } as const
  const { lastError, lastErrorAtMs } = await connections.freshness(organizationId, subject)
  const ageMs = clock.nowMs() - (lastErrorAtMs ?? Number.NEGATIVE_INFINITY)
  if (lastError?.code === error.code && ageMs >= 0 && ageMs < sameErrorMs) return
  await connections.saveError(organizationId, subject, error.toData(), clock.nowMs())
}

async function readSettings(context: ReadContext, signal: AbortSignal): Promise<readonly SettingRecord[]> {
  const client = await context.client()
  return Promise.all(
    settingKeys.map(async (key): Promise<SettingRecord> => {
      try {
        return { key, value: await client.settings.getSetting(key, signal), readAtMs: context.clock.nowMs() }
      } catch (thrown) {
        const error = toAppError(thrown)
        if (failureKind(error.code) !== 'final') throw error
        return { key, readAtMs: context.clock.nowMs(), unavailable: error.toData() }
      }
    })
  )
}
