import type { SandboxTenant } from '../state/sandbox.ts'
import { randomFrom } from './random.ts'
import { slugOf } from './world.ts'

/**
 * Tenants that an organization has to show. They have no API of their own, and therefore no address: nothing is sent
 * anywhere on their account.
 */
export function makeTenants(seed: number, parentName: string): SandboxTenant[] {
  const random = randomFrom('tenants', seed)
  const places = [
    { branch: 'Partners', cloudProvider: 'aws', region: 'us-west-2' },
    { branch: 'Retail', cloudProvider: 'aws-eu', region: 'eu-central-1' }
  ]
  return places.map(({ branch, ...place }) => {
    const name = `${parentName} ${branch}`
    return { organizationId: random.uuid(), name, slug: slugOf(name), ...place }
  })
}
