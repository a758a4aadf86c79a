import type { OrganizationId } from '../../shared/kit/ids.ts'

/** Which database file a request is for. */
export type DatabaseRef =
  | { readonly kind: 'registry' }
  | { readonly kind: 'org'; readonly organizationId: OrganizationId }
  | { readonly kind: 'archive'; readonly organizationId: OrganizationId }

export type DatabaseKind = DatabaseRef['kind']
