import { findRegionByHost, regions, type RegionId } from './regions.ts'

/** What Sigma tells about where a tenant organization is; each of them may be missing. */
export interface TenantPlace {
  readonly apiUrl?: string | undefined
  /** As Sigma spells it when tenants are made: aws, aws-eu, azure-us, gcp … */
  readonly cloudProvider?: string | undefined
  /** The cloud's own name of the region, such as eu-central-1. */
  readonly region?: string | undefined
}

/** Where the API of an organization is, as the form that adds one takes it. */
export type OrganizationEndpoint =
  | { readonly kind: 'region'; readonly regionId: RegionId }
  | { readonly kind: 'custom'; readonly apiUrl: string }

/** Sigma's names of cloud providers where they are not the region's id. Source: the API description of POST /v2/tenants. */
const providers: Readonly<Record<string, RegionId>> = {
  aws: 'aws-us-west',
  'aws-us-a': 'aws-us-east',
  gcp: 'gcp-us'
}

/** The clouds' codes of Sigma's regions. Source: Sigma's list of regions. */
const regionCodes: Readonly<Record<string, RegionId>> = {
  'us-west-2': 'aws-us-west',
  'us-east-1': 'aws-us-east',
  'ca-central-1': 'aws-ca',
  'eu-central-1': 'aws-eu',
  'ap-southeast-2': 'aws-au',
  'eu-west-2': 'aws-uk',
  eastus2: 'azure-us',
  canadacentral: 'azure-ca',
  westeurope: 'azure-eu',
  uksouth: 'azure-uk',
  'us-central1': 'gcp-us',
  'me-central2': 'gcp-sa'
}

/**
 * Where a tenant's API is. Its own address counts first; without one, the region says it, then the cloud provider.
 * @returns undefined where nothing says it, or where the address is neither Sigma's nor on this machine: a person is to
 * type such a one, since a client secret will be sent there
 */
export function endpointOfTenant({ apiUrl, cloudProvider, region }: TenantPlace): OrganizationEndpoint | undefined {
  if (apiUrl !== undefined && apiUrl.trim() !== '') return endpointOfUrl(apiUrl)
  const byRegion = lookUp(regionCodes, region)
  const byProvider = lookUp(providers, cloudProvider) ?? regions.find(({ id }) => id === normalized(cloudProvider))?.id
  // A region of another cloud than the provider's: one of the two is wrong.
  if (byRegion !== undefined && byProvider !== undefined && cloudOf(byRegion) !== cloudOf(byProvider)) return undefined
  const regionId = byRegion ?? byProvider
  return regionId === undefined ? undefined : { kind: 'region', regionId }
}

function endpointOfUrl(text: string): OrganizationEndpoint | undefined {
  if (!URL.canParse(text.trim())) return undefined
  const url = new URL(text.trim())
  if (url.username !== '' || url.password !== '') return undefined
  const isSecure = url.protocol === 'https:'
  const known = isSecure && url.port === '' ? findRegionByHost(url.hostname) : undefined
  if (known !== undefined) return { kind: 'region', regionId: known.id as RegionId }
  const isSigma = isSecure && url.hostname.endsWith('.sigmacomputing.com')
  const isHere = (isSecure || url.protocol === 'http:') && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
  return isSigma || isHere ? { kind: 'custom', apiUrl: url.origin } : undefined
}

function normalized(text: string | undefined): string {
  return text?.trim().toLowerCase() ?? ''
}

function lookUp(table: Readonly<Record<string, RegionId>>, text: string | undefined): RegionId | undefined {
  const key = normalized(text)
  return Object.hasOwn(table, key) ? table[key] : undefined
}

function cloudOf(id: RegionId): string | undefined {
  return regions.find((region) => region.id === id)?.cloud
}
