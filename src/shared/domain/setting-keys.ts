/**
 * Settings of General Settings that Sigma's API can read and change, besides audit logging, spelled as in its paths below
 * `/v2/organizations/settings/`. In the order in which Sigma shows them.
 */
export const booleanSettingKeys = [
  'csvUpload',
  'sampleConnections',
  'publicEmbeds',
  'licenseUpgradeRequests',
  'comments',
  'bulkCopy'
] as const

export const settingKeys = ['timezone', ...booleanSettingKeys] as const

export type BooleanSettingKey = (typeof booleanSettingKeys)[number]
export type SettingKey = (typeof settingKeys)[number]
