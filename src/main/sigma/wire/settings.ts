import { z } from 'zod'

/** Settings of an organization, as named in the addresses of Sigma's API. */
export const sigmaSettingKeys = [
  'auditLogging',
  'bulkCopy',
  'comments',
  'csvUpload',
  'licenseUpgradeRequests',
  'publicEmbeds',
  'sampleConnections',
  'timezone'
] as const
export type SigmaSettingKey = (typeof sigmaSettingKeys)[number]
export type SigmaSettingValue<Key extends SigmaSettingKey> = Key extends 'timezone' ? string : boolean

/** `{enabled}` is documented for three of the settings; the others answer alike as far as is known. */
export const enabledSchema = z.object({ enabled: z.boolean() }).transform((body) => body.enabled)

export const timezoneSchema = z.object({ timezone: z.string().min(1) }).transform((body) => body.timezone)
