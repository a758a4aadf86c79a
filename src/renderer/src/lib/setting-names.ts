import type { SettingKey } from '../../../shared/contract/settings.ts'

/** Sigma's own names of its settings. */
const settingNames: Record<SettingKey, string> = {
  timezone: 'Account Timezone',
  csvUpload: 'CSV Upload',
  sampleConnections: 'Sample connection',
  publicEmbeds: 'Public embeds',
  licenseUpgradeRequests: 'License upgrade request',
  comments: 'Comments',
  bulkCopy: 'Bulk copy from tables'
}

/** The name of a setting from its key; a key of another version is shown as it is. */
export function settingName(key: unknown): string {
  if (typeof key !== 'string') return 'a setting'
  return key in settingNames ? settingNames[key as SettingKey] : key
}
