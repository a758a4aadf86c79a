import type { CallInput } from '../../../../shared/contract/api-types.ts'
import { findRegion } from '../../../../shared/domain/regions.ts'
import type { OrganizationPrefill } from '../../lib/organization-prefill.ts'

type Draft = CallInput<'organizations', 'addOrganization'>['draft']
type Label = NonNullable<Draft['label']>

/** For an address that is in no region of Sigma's table. */
export const customEndpoint = 'custom'

/** What the form holds. The client secret is not part of it: it lives in its own state and is dropped after saving. */
export interface DraftForm {
  readonly name: string
  readonly label: Label
  /** A region's id, or `customEndpoint`; undefined while nothing is chosen. */
  readonly endpoint: string | undefined
  readonly apiUrl: string
  readonly clientId: string
  readonly slug: string
  /** Sigma's id of the organization of which it is a tenant; nothing that the person types. */
  readonly parentSigmaOrganizationId?: string
}

export const emptyForm: DraftForm = { name: '', label: 'none', endpoint: undefined, apiUrl: '', clientId: '', slug: '' }

/** The form with what is known before. */
export function formOf(prefill: OrganizationPrefill | undefined): DraftForm {
  if (prefill === undefined) return emptyForm
  const { name, slug, regionId, apiUrl, parentSigmaOrganizationId } = prefill
  const region = findRegion(regionId ?? '')
  return {
    ...emptyForm,
    name: name.slice(0, longestName),
    slug: slug ?? '',
    ...(region !== undefined
      ? { endpoint: region.id }
      : apiUrl === undefined
        ? {}
        : { endpoint: customEndpoint, apiUrl }),
    ...(parentSigmaOrganizationId === undefined ? {} : { parentSigmaOrganizationId })
  }
}

export type DraftProblems = Partial<Record<keyof DraftForm | 'clientSecret', string>>

const slugPattern = /^[a-z0-9][a-z0-9-]{0,62}$/
const longestUrl = 300
const longestId = 200
const longestSecret = 1_000
const longestName = 80

/** What is wrong with the address, or undefined. Plain HTTP is for servers on this computer. */
export function apiUrlProblem(value: string): string | undefined {
  const url = URL.parse(value.trim())
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    return 'Enter an address that begins with https:// (or http:// for a server on this computer).'
  if (value.trim().length > longestUrl) return 'This address is too long.'
  if (url.username !== '' || url.password !== '') return 'Leave user name and password out of the address.'
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url.protocol === 'http:' && !isHere)
    return 'The secret would be sent unprotected. Use https://; http:// is for a server on this computer.'
  return undefined
}

/** Sigma's address of the organization, or the slug alone, as the slug: https://app.sigmacomputing.com/acme/… → acme. */
export function slugFromInput(value: string): string {
  const trimmed = value.trim()
  const url = URL.parse(trimmed)
  return url === null ? trimmed.toLowerCase() : (url.pathname.split('/').find(Boolean) ?? '').toLowerCase()
}

/** What is wrong with the slug, or undefined. */
export function slugProblem(value: string): string | undefined {
  if (value.trim() === '' || slugPattern.test(value.trim())) return undefined
  return 'Small letters, digits and hyphens, as in the address of your Sigma organization.'
}

/** What must be corrected before a test (`testing`) or before saving. */
export function problemsOf(form: DraftForm, clientSecret: string, purpose: 'testing' | 'saving'): DraftProblems {
  const problems: DraftProblems = {}
  if (purpose === 'saving') {
    if (form.name.trim() === '') problems.name = 'Give the organization a name.'
    else if (form.name.trim().length > longestName) problems.name = `At most ${longestName} characters.`
    const slug = slugProblem(form.slug)
    if (slug !== undefined) problems.slug = slug
  }
  if (form.endpoint === undefined) problems.endpoint = 'Choose the region, or another API address.'
  if (form.endpoint === customEndpoint) {
    const apiUrl = apiUrlProblem(form.apiUrl)
    if (apiUrl !== undefined) problems.apiUrl = apiUrl
  }
  if (form.clientId.trim() === '') problems.clientId = 'Enter the client ID.'
  else if (form.clientId.trim().length > longestId) problems.clientId = 'This is too long for a client ID.'
  if (clientSecret === '') problems.clientSecret = 'Enter the client secret.'
  else if (clientSecret.length > longestSecret) problems.clientSecret = 'This is too long for a client secret.'
  return problems
}

function endpointOf(form: DraftForm): Draft['endpoint'] {
  return form.endpoint === customEndpoint
    ? { kind: 'custom', apiUrl: form.apiUrl.trim() }
    : // The main process checks that the id is one of the table.
      { kind: 'region', regionId: (form.endpoint ?? '') as Extract<Draft['endpoint'], { kind: 'region' }>['regionId'] }
}

/** What a test of the form's credentials needs. */
export function testDraftOf(form: DraftForm, clientSecret: string): CallInput<'credentials', 'testDraft'>['draft'] {
  return { endpoint: endpointOf(form), clientId: form.clientId.trim(), clientSecret }
}

/** What is stored. */
export function draftOf(form: DraftForm, clientSecret: string): Draft {
  const slug = form.slug.trim()
  return {
    name: form.name.trim(),
    label: form.label,
    endpoint: endpointOf(form),
    clientId: form.clientId.trim(),
    clientSecret,
    ...(slug === '' ? {} : { slug }),
    ...(form.parentSigmaOrganizationId === undefined
      ? {}
      : { parentSigmaOrganizationId: form.parentSigmaOrganizationId })
  }
}
