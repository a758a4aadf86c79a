import { describe, expect, it } from 'vitest'
import { regions } from '../../../../src/shared/domain/regions.ts'
import { endpointOfTenant } from '../../../../src/shared/domain/tenant-endpoint.ts'

const region = (regionId: string) => ({ kind: 'region', regionId })

describe('the endpoint of a tenant', () => {
  it('is the region whose API host its address names, for every region', () => {
    for (const { id, apiHost } of regions) {
      expect(endpointOfTenant({ apiUrl: `https://${apiHost}` })).toEqual(region(id))
      expect(endpointOfTenant({ apiUrl: `HTTPS://${apiHost.toUpperCase()}/v2/` })).toEqual(region(id))
    }
  })

  it('is the address itself at another host of Sigma and on this machine', () => {
    expect(endpointOfTenant({ apiUrl: 'https://api.new.aws.sigmacomputing.com/v2/' })).toEqual({
      kind: 'custom',
      apiUrl: 'https://api.new.aws.sigmacomputing.com'
    })
    expect(endpointOfTenant({ apiUrl: 'http://127.0.0.1:4000' })).toEqual({
      kind: 'custom',
      apiUrl: 'http://127.0.0.1:4000'
    })
    expect(endpointOfTenant({ apiUrl: 'https://aws-api.sigmacomputing.com:8443' })).toEqual({
      kind: 'custom',
      apiUrl: 'https://aws-api.sigmacomputing.com:8443'
    })
  })

  it.each([
    'https://sigmacomputing.com.evil.example',
    'https://evilsigmacomputing.com',
    'http://aws-api.sigmacomputing.com',
    'https://user:pass@aws-api.sigmacomputing.com',
    'javascript:alert(1)',
    'not an address'
  ])('is not taken from %s', (apiUrl) => {
    expect(endpointOfTenant({ apiUrl, cloudProvider: 'aws' })).toBeUndefined()
  })

  it.each([
    [{ cloudProvider: 'aws' }, 'aws-us-west'],
    [{ cloudProvider: 'aws-us-a' }, 'aws-us-east'],
    [{ cloudProvider: 'AWS-EU' }, 'aws-eu'],
    [{ cloudProvider: 'azure-uk' }, 'azure-uk'],
    [{ cloudProvider: 'gcp' }, 'gcp-us'],
    [{ cloudProvider: 'gcp-us' }, 'gcp-us'],
    [{ cloudProvider: 'aws', region: 'eu-central-1' }, 'aws-eu'],
    [{ region: 'westeurope' }, 'azure-eu'],
    [{ apiUrl: '', cloudProvider: 'azure-us' }, 'azure-us']
  ])('follows from %j where there is no address', (place, regionId) => {
    expect(endpointOfTenant(place)).toEqual(region(regionId))
  })

  it.each([
    {},
    { cloudProvider: 'ibm' },
    { region: 'mars-1' },
    { cloudProvider: 'toString' },
    { cloudProvider: 'azure-eu', region: 'eu-central-1' }
  ])('is unknown for %j', (place) => {
    expect(endpointOfTenant(place)).toBeUndefined()
  })
})
