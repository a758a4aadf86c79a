import { type AuditLoggingSupport, regions } from '../../../../shared/domain/regions.ts'
import type { Option } from '../../ui/select.tsx'
import { customEndpoint } from './draft-rules.ts'

const supportWords: Record<AuditLoggingSupport, string> = {
  supported: 'audit logging supported',
  'not-supported': 'no audit logging in this region',
  unknown: 'audit logging: not known'
}

/** Sigma's regions by cloud, with API host and audit-logging support, and a way out for any other address. */
export const regionOptions: readonly Option<string>[] = [
  ...regions.map((region) => ({
    value: region.id,
    label: region.label,
    description: `${region.apiHost} · ${supportWords[region.auditLogging]}`,
    group: region.cloud
  })),
  {
    value: customEndpoint,
    label: 'Another API address',
    description: 'For a region that is not listed, or a sandbox server',
    group: 'Other'
  }
]

/** What is said below the choice of a region. */
export function regionHint(endpoint: string | undefined): string {
  const region = regions.find((one) => one.id === endpoint)
  return region === undefined
    ? 'Shown in Sigma under Administration > Account > General Settings > Site > Cloud.'
    : `API host ${region.apiHost} · ${supportWords[region.auditLogging]}`
}
