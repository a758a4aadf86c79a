/** What is known of an organization before it is added, such as of a tenant. Never a secret: it stands in the address. */
export interface OrganizationPrefill {
  readonly name: string
  readonly slug?: string
  readonly regionId?: string
  /** The API's base address, where it is in no region of Sigma's table. */
  readonly apiUrl?: string
  /** Sigma's id of the organization of which it is a tenant. */
  readonly parentSigmaOrganizationId?: string
}

const longest = 300

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length > 0 && value.length <= longest ? value : undefined

/** The part of an address's search that fills the form, or undefined where there is none or it has another form. */
export function prefillOf(value: unknown): OrganizationPrefill | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const facts = value as Readonly<Record<string, unknown>>
  const name = textOf(facts.name)
  if (name === undefined) return undefined
  const slug = textOf(facts.slug)
  const regionId = textOf(facts.regionId)
  const apiUrl = textOf(facts.apiUrl)
  const parent = textOf(facts.parentSigmaOrganizationId)
  return {
    name,
    ...(slug === undefined ? {} : { slug }),
    ...(regionId === undefined ? {} : { regionId }),
    ...(apiUrl === undefined ? {} : { apiUrl }),
    ...(parent === undefined ? {} : { parentSigmaOrganizationId: parent })
  }
}
