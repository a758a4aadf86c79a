/** Pages of Sigma's own portal that Vigil links to. */
export type SigmaPage =
  | 'home'
  | 'general-settings'
  | 'connections'
  | 'audit-connection'
  | 'audit-connection-lineage'
  | 'scheduled-exports'
  | 'developer-access'
  | 'users'

const base = 'https://app.sigmacomputing.com'

/**
 * The address of a page in Sigma's portal.
 *
 * Only the organization's own address (`/SLUG`) is documented by Sigma; the administration pages are the addresses that
 * its portal shows. Where a page moved, Sigma shows its own "not found" inside the right organization.
 * @param slug the organization's URL slug; without it, the sign-in page, which asks for it
 * @param connectionId for the pages of the audit connection
 */
export function sigmaPageUrl(page: SigmaPage, slug: string | undefined, connectionId?: string): string {
  if (slug === undefined) return base
  const organization = `${base}/${encodeURIComponent(slug)}`
  switch (page) {
    case 'home':
      return organization
    case 'general-settings':
      return `${organization}/admin/account/general-settings`
    case 'connections':
      return `${organization}/admin/connections`
    case 'audit-connection':
      return connectionId === undefined
        ? `${organization}/admin/connections`
        : `${organization}/connection/${encodeURIComponent(connectionId)}`
    case 'audit-connection-lineage':
      return connectionId === undefined
        ? `${organization}/admin/connections`
        : `${organization}/connection/${encodeURIComponent(connectionId)}?tab=lineage`
    case 'scheduled-exports':
      return `${organization}/admin/exports`
    case 'developer-access':
      return `${organization}/admin/developer-access`
    case 'users':
      return `${organization}/admin/users`
  }
}
