import { z } from 'zod'

/**
 * A tenant organization. It may be in another region than its parent: `tenantApiUrl` is the base of its own API, without
 * which the parent's is not to be assumed.
 */
export const tenantSchema = z.object({
  tenantOrganizationId: z.string().min(1),
  parentOrganizationId: z.string().nullish(),
  tenantOrganizationName: z.string(),
  tenantOrganizationSlug: z.string().nullish(),
  tenantCloudProvider: z.string().nullish(),
  tenantRegion: z.string().nullish(),
  tenantApiUrl: z.string().nullish(),
  sharedAt: z.string().nullish(),
  createdAt: z.string().nullish(),
  updatedAt: z.string().nullish()
})
export type Tenant = z.infer<typeof tenantSchema>
