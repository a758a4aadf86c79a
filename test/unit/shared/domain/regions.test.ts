import { describe, expect, it } from 'vitest'
import { findRegion, findRegionByHost, regions } from '../../../../src/shared/domain/regions.ts'

describe('the table of regions', () => {
  it('has the 13 API hosts of Sigma, each once', () => {
    expect(regions).toHaveLength(13)
    expect(new Set(regions.map((region) => region.apiHost)).size).toBe(13)
    expect(new Set(regions.map((region) => region.id)).size).toBe(13)
    expect(new Set(regions.map((region) => region.label)).size).toBe(13)
  })

  it('has plain lower-case hosts under sigmacomputing.com, without scheme or path', () => {
    for (const { apiHost } of regions) {
      expect(apiHost).toMatch(/^[a-z0-9.-]+\.sigmacomputing\.com$/)
      expect(new URL(`https://${apiHost}`).host).toBe(apiHost)
    }
  })

  it('knows the two regions without a promise of audit logging', () => {
    const other = regions
      .filter((region) => region.auditLogging !== 'supported')
      .map((region) => [region.id, region.auditLogging])
    expect(other).toEqual([
      ['azure-uk', 'not-supported'],
      ['azure-au', 'unknown']
    ])
  })

  it.each(regions.map((region) => [region.label, region] as const))(
    'finds %s by id and by host in any case',
    (_label, region) => {
      expect(findRegion(region.id)).toBe(region)
      expect(findRegionByHost(region.apiHost)).toBe(region)
      expect(findRegionByHost(region.apiHost.toUpperCase())).toBe(region)
      expect(region.label.startsWith(region.cloud)).toBe(true)
    }
  )

  it('finds nothing for what is not in it', () => {
    expect(findRegion('moon')).toBeUndefined()
    expect(findRegionByHost('api.sigmacomputing.com.evil.test')).toBeUndefined()
    expect(findRegionByHost('sigmacomputing.com')).toBeUndefined()
    expect(findRegionByHost('')).toBeUndefined()
  })
})
