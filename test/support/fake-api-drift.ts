import type { Handlers } from '../../src/shared/contract/api-types.ts'
import type { SettingCell, SettingsRow, SettingValueSeen } from '../../src/shared/contract/drift.ts'
import type { Organization } from '../../src/shared/contract/organizations.ts'
import type { GeneralSettings, SettingKey, SettingValue } from '../../src/shared/contract/settings.ts'
import { auditLoggingValue } from '../../src/shared/domain/audit-logging-value.ts'
import { settingKeys } from '../../src/shared/domain/setting-keys.ts'
import type { OrganizationId } from '../../src/shared/kit/ids.ts'
import { newOrganizationId } from '../../src/shared/kit/ids.ts'
import { dayMs } from '../../src/shared/kit/time.ts'
import { type FakeState, fakeOrganization, fakeSettings } from './fake-api-data.ts'

/** What the matrix knows of one organization, from its General Settings. */
function rowOf(organization: Organization, settings: GeneralSettings): SettingsRow {
  const facts = { firstSeenAtMs: organization.addedAtMs + dayMs }
  const cells: SettingsRow['cells'] = Object.fromEntries(
    settings.settings.map(({ key, ...setting }, index): [SettingKey, SettingCell] => [
      key,
      {
        ...setting,
        ...(setting.value === undefined ? {} : facts),
        ...(index === 2 && setting.value !== undefined ? { changedBy: 'ada' } : {})
      }
    ])
  )
  const audit = settings.auditLogging
  const value = auditLoggingValue(audit.state)
  cells.auditLogging = {
    readAtMs: settings.freshness.readAtMs,
    ...(typeof value === 'boolean' ? { value, ...facts } : {}),
    ...(value === 'not-available'
      ? { unavailable: { code: 'not-supported', params: { reason: audit.state.kind } } }
      : {}),
    ...(audit.pending === undefined ? {} : { pending: audit.pending })
  }
  return { organizationId: organization.id, cells }
}

/** Settings over all organizations, over plain data in memory. */
export function fakeDriftHandlers(state: FakeState): Handlers<'drift'> {
  const settingsOf = (organization: Organization): GeneralSettings =>
    state.settings.get(organization.id) ?? fakeSettings(organization)
  return {
    getSettingsMatrix: async () => ({
      rows: state.organizations
        .filter(({ id }) => !state.unreadable.includes(id))
        .map((organization) => rowOf(organization, settingsOf(organization))),
      unreadable: state.unreadable
    }),
    getSettingHistory: async ({ organizationId, key }) => {
      const organization = state.organizations.find((one) => one.id === organizationId)
      if (organization === undefined) return []
      const cell = rowOf(organization, settingsOf(organization)).cells[key]
      if (cell?.value === undefined) return []
      const firstSeenAtMs = cell.firstSeenAtMs ?? 0
      const before: SettingValue = typeof cell.value === 'boolean' ? !cell.value : 'UTC'
      const seen: SettingValueSeen[] = [
        {
          value: cell.value,
          firstSeenAtMs,
          lastSeenAtMs: cell.readAtMs ?? firstSeenAtMs,
          ...(cell.changedBy === undefined ? {} : { changedBy: cell.changedBy })
        },
        { value: before, firstSeenAtMs: firstSeenAtMs - 9 * dayMs, lastSeenAtMs: firstSeenAtMs - 1 }
      ]
      return key === 'csvUpload'
        ? [...seen, { firstSeenAtMs: firstSeenAtMs - 20 * dayMs, lastSeenAtMs: firstSeenAtMs - 9 * dayMs - 1 }]
        : seen
    }
  }
}

const zones = ['America/New_York', 'America/New_York', 'America/New_York', 'Europe/Berlin', 'UTC', 'Asia/Kolkata']

/** Many organizations whose settings differ here and there, as they do when nobody compares them. */
export function driftingOrganizations(count: number): {
  organizations: Organization[]
  settings: Map<OrganizationId, GeneralSettings>
} {
  const labels = ['production', 'customer', 'staging', 'production', 'development'] as const
  const organizations = Array.from({ length: count }, (_nothing, index) =>
    fakeOrganization({
      id: newOrganizationId(),
      name:
        index % 31 === 7
          ? `A holding with quite a long name and many subsidiaries ${index + 1}`
          : `Customer ${index + 1}`,
      label: labels[index % labels.length] ?? 'none',
      position: index,
      ...(index % 6 === 4 ? { auditLogging: { kind: 'disabled' } } : {}),
      ...(index % 23 === 9 ? { auditLogging: { kind: 'region-not-supported' } } : {})
    })
  )
  const settings = new Map(
    organizations.map((organization, index) => {
      const base = fakeSettings(organization)
      const varied = settingKeys.map((key, column) => {
        const standard = base.settings.find((one) => one.key === key) ?? { key }
        if (index % 19 === 5) return { key }
        if (key === 'timezone') return { ...standard, value: zones[(index * 5) % zones.length] }
        if ((index * 7 + column * 3) % 29 === 11)
          return { key, unavailable: { code: 'not-found' as const, params: {} }, readAtMs: standard.readAtMs }
        return (index * 5 + column * 11) % 13 === 4 ? { ...standard, value: standard.value !== true } : standard
      })
      return [organization.id, { ...base, settings: varied }] as const
    })
  )
  return { organizations, settings }
}
