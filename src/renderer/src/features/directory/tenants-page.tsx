import { Building2, Plus } from 'lucide-react'
import { type ReactElement, useMemo, useState } from 'react'
import type { Tenant } from '../../../../shared/contract/directory.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { useTenants } from '../../lib/directory-queries.ts'
import { formatCountOf, formatDay } from '../../lib/formats.ts'
import { useOrganization } from '../../lib/organization-queries.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import { PlainTable } from '../../ui/plain-table.tsx'
import { Tag } from '../../ui/tag.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { Tool, Tools } from '../../ui/tools.tsx'
import styles from './directory.module.css'
import { DirectoryPage } from './directory-page.tsx'
import { prefillOfTenant } from './tenant-prefill.ts'

/** Administration > Tenants: each can be added to Vigil as an organization of its own. */
export function TenantsPage({ organizationId }: { readonly organizationId: OrganizationId }): ReactElement {
  const query = useTenants(organizationId)
  const [text, setText] = useState('')
  const tenants = query.data?.tenants
  const found = useMemo(() => {
    const wanted = text.trim().toLocaleLowerCase()
    return (tenants ?? []).filter(({ name, slug, region = '' }) =>
      `${name} ${slug} ${region}`.toLocaleLowerCase().includes(wanted)
    )
  }, [tenants, text])
  return (
    <DirectoryPage
      organizationId={organizationId}
      topic="tenants"
      query={query}
      freshness={query.data?.freshness}
      keptCount={tenants?.length}
      tools={
        <Tools end={<span aria-live="polite">{formatCountOf(found.length, 'tenant')}</span>}>
          <Tool size="wide">
            <TextField
              label="Search tenants"
              isLabelHidden
              type="search"
              placeholder="Search tenants"
              value={text}
              onChange={setText}
            />
          </Tool>
        </Tools>
      }
    >
      {found.length === 0 ? (
        <EmptyState icon={Building2} title="No tenant found">
          No tenant fits the search.
        </EmptyState>
      ) : (
        <PlainTable
          label="Tenants"
          isCentered
          columns={['Tenant', 'URL slug', 'Cloud and region', 'Created', 'In Vigil']}
        >
          {found.map((tenant) => (
            <TenantRow key={tenant.tenantSigmaOrganizationId} tenant={tenant} />
          ))}
        </PlainTable>
      )}
    </DirectoryPage>
  )
}

function TenantRow({ tenant }: { readonly tenant: Tenant }): ReactElement {
  const place = [tenant.cloudProvider, tenant.region].filter((part) => part !== undefined && part !== '').join(' · ')
  return (
    <tr data-removed={tenant.removedAtMs !== undefined || undefined}>
      <td>
        <span className={styles.marks}>
          <bdi>{tenant.name}</bdi>
          {tenant.removedAtMs !== undefined && <Tag>No longer listed</Tag>}
        </span>
      </td>
      <td>{tenant.slug}</td>
      <td>{place === '' ? '–' : place}</td>
      <td data-nowrap="">{tenant.createdAtMs === undefined ? '–' : formatDay(tenant.createdAtMs)}</td>
      <td data-nowrap="">
        <InVigil tenant={tenant} />
      </td>
    </tr>
  )
}

function InVigil({ tenant }: { readonly tenant: Tenant }): ReactElement {
  if (tenant.organizationId !== undefined) return <AddedAs organizationId={tenant.organizationId} />
  if (tenant.removedAtMs !== undefined) return <span className={styles.quiet}>Not added</span>
  return (
    <PlaceLink place={{ to: 'add-organization', prefill: prefillOfTenant(tenant) }} variant="secondary" icon={Plus}>
      Add to Vigil <VisuallyHidden>({tenant.name})</VisuallyHidden>
    </PlaceLink>
  )
}

function AddedAs({ organizationId }: { readonly organizationId: OrganizationId }): ReactElement {
  const organization = useOrganization(organizationId)
  return (
    <PlaceLink place={{ to: 'overview', organizationId }}>
      {organization === undefined ? 'Open' : organization.name}
    </PlaceLink>
  )
}
