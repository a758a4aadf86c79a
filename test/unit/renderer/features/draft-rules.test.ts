import { describe, expect, it } from 'vitest'
import {
  apiUrlProblem,
  customEndpoint,
  draftOf,
  emptyForm,
  problemsOf,
  slugFromInput,
  slugProblem
} from '../../../../src/renderer/src/features/add-organization/draft-rules.ts'
import { organizationDraftSchema } from '../../../../src/shared/contract/organizations.ts'

const form = { ...emptyForm, name: ' Acme ', endpoint: 'aws-us-west', clientId: 'id' }

describe('rules of the form', () => {
  it('lets only drafts through that the contract accepts', () => {
    const forms = [
      form,
      { ...form, slug: 'acme-corp' },
      { ...form, endpoint: customEndpoint, apiUrl: 'http://127.0.0.1:8787' },
      { ...form, endpoint: customEndpoint, apiUrl: 'https://api.example.com' }
    ]
    for (const one of forms) {
      expect(problemsOf(one, 'secret', 'saving')).toEqual({})
      expect(organizationDraftSchema.safeParse(draftOf(one, 'secret')).success).toBe(true)
    }
  })

  it('names each missing part, and leaves name and slug alone for a test', () => {
    expect(Object.keys(problemsOf(emptyForm, '', 'saving')).toSorted()).toEqual([
      'clientId',
      'clientSecret',
      'endpoint',
      'name'
    ])
    expect(Object.keys(problemsOf(emptyForm, '', 'testing')).toSorted()).toEqual([
      'clientId',
      'clientSecret',
      'endpoint'
    ])
  })

  it('refuses to send a secret unprotected over a network', () => {
    expect(apiUrlProblem('http://api.example.com')).toMatch(/unprotected/)
    expect(apiUrlProblem('http://localhost:9000')).toBeUndefined()
    expect(apiUrlProblem('ftp://x')).toBeDefined()
    expect(apiUrlProblem('https://user:word@api.example.com')).toBeDefined()
  })

  it('takes the slug out of a pasted address and agrees with the contract about what a slug is', () => {
    expect(slugFromInput('https://app.sigmacomputing.com/Acme-Corp/workbook/1')).toBe('acme-corp')
    for (const slug of ['acme', 'a-1', '-x', 'A', 'a_b', 'a'.repeat(64)]) {
      expect(slugProblem(slug) === undefined).toBe(organizationDraftSchema.shape.slug.safeParse(slug).success)
    }
  })
})
