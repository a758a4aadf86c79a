import type { Connection } from '../../shared/contract/connections.ts'
import { settingKeys } from '../../shared/domain/setting-keys.ts'
import { toAppError } from '../../shared/kit/app-error.ts'
import type { OrganizationFacts, SettingRecord } from '../stores/settings-store.ts'
import { connectionOf } from './connection-mapping.ts'
import { applyObservation, observeAuditLogging } from './audit-logging-observation.ts'
import { failureKind } from './failure-kind.ts'
import type { SyncContext } from './sync-context.ts'

/**
 * Reads an organization from Sigma: who we are, settings, connections, audit logging. Each part is stored as soon as it
 * is there. A setting that this organization does not have, or that the credentials may not see, is stored as such and
 * does not end the reading.
 * @throws AppError when the organization cannot be read at all; what was stored before stays
 */
export async function pullOrganization(context: SyncContext, signal: AbortSignal): Promise<void> {
  const client = await context.client()
  const { organizationId, settings, organizations, clock } = context
  const who = await client.whoami(signal)
  const member = await client.members.get(who.userId, signal)
  await organizations.update(organizationId, {
    sigmaOrganizationId: who.organizationId,
    lastContactAtMs: clock.nowMs(),
    credentialRefusedAtMs: null
  })
  await settings.saveFacts(organizationId, {
    accountType: member.memberType,
    isAdmin: isAdmin(member.memberType),
    actingMemberName: `${member.firstName} ${member.lastName}`.trim(),
    actingMemberEmail: member.email
  })
  const connections = await pullConnections(context, signal)
  await settings.saveSettings(organizationId, await readSettings(context, signal))
  await applyObservation(context, await observeAuditLogging(context, connections, signal))
  const done: { readonly [Key in keyof OrganizationFacts]?: OrganizationFacts[Key] | null } = {
    settingsReadAtMs: clock.nowMs(),
    lastError: null,
    lastErrorAtMs: null
  }
  await settings.saveFacts(organizationId, done)
}

/** Reads and stores the list of connections. @throws AppError when it cannot be read */
export async function pullConnections(context: SyncContext, signal: AbortSignal): Promise<readonly Connection[]> {
  const client = await context.client()
  const { organizationId, clock } = context
  try {
    const connections = (await client.connections.list({ includeArchived: true }, signal)).map(connectionOf)
    await context.connections.saveConnections(organizationId, connections, clock.nowMs())
    context.announce('connectionsChanged', { organizationId })
    return connections
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.code !== 'cancelled')
      await context.connections.saveError(organizationId, { of: 'connections' }, error.toData(), clock.nowMs())
    throw error
  }
}

/** Whether an account type may switch audit logging. Sigma: only the Admin account type. */
function isAdmin(accountType: string): boolean {
  return accountType.trim().toLowerCase() === 'admin'
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
