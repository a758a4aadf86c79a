/** Whether Sigma offers audit logging in a region. `unknown`: no source says either way. */
export type AuditLoggingSupport = 'supported' | 'not-supported' | 'unknown'

export interface Region {
  readonly id: string
  readonly cloud: 'AWS' | 'Azure' | 'GCP'
  /** As Sigma prints it in General Settings > Site > Cloud. */
  readonly label: string
  readonly apiHost: string
  readonly auditLogging: AuditLoggingSupport
}

/**
 * Sigma's deployment regions with their API hosts.
 * Source: Sigma's API reference (13 hosts) and its page on enabling audit logging, as of October 2026. Azure Europe was
 * unsupported in October 2025 and listed as supported by a later release note; the newer one counts.
 */
export const regions = [
  {
    id: 'aws-us-west',
    cloud: 'AWS',
    label: 'AWS US West (Oregon)',
    apiHost: 'aws-api.sigmacomputing.com',
    auditLogging: 'supported'
  },
  {
    id: 'aws-us-east',
    cloud: 'AWS',
    label: 'AWS US East (N. Virginia)',
    apiHost: 'api.us-a.aws.sigmacomputing.com',
    auditLogging: 'supported'
  },
  {
    id: 'aws-ca',
    cloud: 'AWS',
    label: 'AWS Canada (Central)',
    apiHost: 'api.ca.aws.sigmacomputing.com',
    auditLogging: 'supported'
  },
  {
    id: 'aws-eu',
    cloud: 'AWS',
    label: 'AWS Europe (Frankfurt)',
    apiHost: 'api.eu.aws.sigmacomputing.com',
    auditLogging: 'supported'
  },
  {
    id: 'aws-au',
    cloud: 'AWS',
    label: 'AWS APAC (Sydney)',
    apiHost: 'api.au.aws.sigmacomputing.com',
    auditLogging: 'supported'
  },
  {
    id: 'aws-uk',
    cloud: 'AWS',
    label: 'AWS UK (London)',
    apiHost: 'api.uk.aws.sigmacomputing.com',
    auditLogging: 'supported'
  },
  {
    id: 'azure-us',
    cloud: 'Azure',
    label: 'Azure US (Virginia)',
    apiHost: 'api.us.azure.sigmacomputing.com',
    auditLogging: 'supported'
  },
  {
    id: 'azure-ca',
    cloud: 'Azure',
    label: 'Azure Canada (Toronto)',
    apiHost: 'api.ca.azure.sigmacomputing.com',
    auditLogging: 'supported'
  },
  {
    id: 'azure-eu',
    cloud: 'Azure',
    label: 'Azure Europe (Netherlands)',
    apiHost: 'api.eu.azure.sigmacomputing.com',
    auditLogging: 'supported'
  },
  {
    id: 'azure-uk',
    cloud: 'Azure',
    label: 'Azure UK (London)',
    apiHost: 'api.uk.azure.sigmacomputing.com',
    auditLogging: 'not-supported'
  },
  {
    id: 'azure-au',
    cloud: 'Azure',
    label: 'Azure Australia',
    apiHost: 'api.au.azure.sigmacomputing.com',
    auditLogging: 'unknown'
  },
  { id: 'gcp-us', cloud: 'GCP', label: 'GCP US (Iowa)', apiHost: 'api.sigmacomputing.com', auditLogging: 'supported' },
  {
    id: 'gcp-sa',
    cloud: 'GCP',
    label: 'GCP KSA (Dammam)',
    apiHost: 'api.sa.gcp.sigmacomputing.com',
    auditLogging: 'supported'
  }
] as const satisfies readonly Region[]

export type RegionId = (typeof regions)[number]['id']

/** The region with this id, or undefined. */
export function findRegion(id: string): Region | undefined {
  return regions.find((region) => region.id === id)
}

/** The region served by this API host, or undefined for a host that is not in the table. */
export function findRegionByHost(host: string): Region | undefined {
  return regions.find((region) => region.apiHost === host.toLowerCase())
}
