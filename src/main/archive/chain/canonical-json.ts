/** What the canonical form is made of: JSON without fractions, which have more than one printed form elsewhere. */
export type CanonicalValue =
  | string
  | number
  | boolean
  | null
  | readonly CanonicalValue[]
  | { readonly [name: string]: CanonicalValue | undefined }

/**
 * JSON as RFC 8785 (JSON Canonicalization Scheme) writes it: keys sorted by UTF-16 code units, no white space, absent
 * fields left out. ECMAScript's own printing of numbers and texts is the one that the RFC asks for.
 */
export function canonicalJson(value: CanonicalValue): string {
  if (Array.isArray(value)) return `[${value.map((one: CanonicalValue) => canonicalJson(one)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value as Readonly<Record<string, CanonicalValue | undefined>>)
    .filter((field): field is [string, CanonicalValue] => field[1] !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${fields.map(([name, one]) => `${JSON.stringify(name)}:${canonicalJson(one)}`).join(',')}}`
}
