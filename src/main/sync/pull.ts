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
import type { SyncContext } from './sync-context.ts'

/**
 * Reads an organization from Sigma: who we are, settings, connections, audit logging. Each part is stored as soon as it
 * is there. A setting that this organization does not have, or that the credentials may not see, is stored as such and
 * does not end the reading.
 * @param parts `hasIdentity`: also who we are, which changes rarely
 * @throws AppError when the organization cannot be read at all; what was stored before stays
 */
export async function pullOrganization(
  context: SyncContext,
  signal: AbortSignal,
  parts: { readonly hasIdentity: boolean }
): Promise<void> {
  const { organizationId, settings, clock } = context
  if (parts.hasIdentity) await readIdentity(context, signal)
  const connections = await pullConnections(context, signal)
  if (!parts.hasIdentity) await noteContact(context)
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
async function readIdentity(context: SyncContext, signal: AbortSignal): Promise<void> {
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

/** The time of the last contact is kept to the minute, so that a quick round writes it once. */
const contactStepMs = minuteMs

/**
 * Writes down that Sigma has answered and taken the credentials, where that is news.
 * @param sigmaOrganizationId where Sigma said it
 */
export async function noteContact(context: SyncContext, sigmaOrganizationId?: string): Promise<void> {
  const record = await context.record()
  const atMs = context.clock.nowMs()
  const isContactNews = Math.abs(atMs - (record.lastContactAtMs ?? Number.NEGATIVE_INFINITY)) >= contactStepMs
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
export async function pullConnections(context: SyncContext, signal: AbortSignal): Promise<readonly Connection[]> {
  const client = await context.client()
  const { organizationId, clock } = context
  try {
    const list = await client.connections.list({ includeArchived: true }, signal)
    const connections = list.map(connectionOf)
    const leftOut = leftOutOf(list)
    // What is missing from a list with errors in it is not proven to be gone.
    const error = leftOut > 0 ? new AppError('list-incomplete', { leftOut }).toData() : undefined
    await context.connections.saveConnections(organizationId, connections, clock.nowMs(), error)
    context.announce('connectionsChanged', { organizationId })
    if (error === undefined) return connections
    return (await context.connections.connections(organizationId)).filter((one) => one.removedAtMs === undefined)
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.code !== 'cancelled') await noteConnectionsError(context, error)
    throw error
  }
}

/** The same failure of every try is written down once in ten minutes. */
const sameErrorMs = 10 * minuteMs

async function noteConnectionsError(context: SyncContext, error: AppError): Promise<void> {
  const { organizationId, connections, clock } = context
  const subject = { of: 'connections' } as const
  const { lastError, lastErrorAtMs } = await connections.freshness(organizationId, subject)
  const ageMs = clock.nowMs() - (lastErrorAtMs ?? Number.NEGATIVE_INFINITY)
  if (lastError?.code === error.code && ageMs >= 0 && ageMs < sameErrorMs) return
  await connections.saveError(organizationId, subject, error.toData(), clock.nowMs())
}

async function readSettings(context: SyncContext, signal: AbortSignal): Promise<readonly SettingRecord[]> {
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
