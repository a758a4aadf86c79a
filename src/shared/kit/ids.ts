declare const brand: unique symbol

/** A string that can only come from a parser of its own kind, so that two ids cannot be mixed up. */
export type Branded<Name extends string> = string & { readonly [brand]: Name }

/** Vigil's own id of an organization in its list (not Sigma's organization id). */
export type OrganizationId = Branded<'OrganizationId'>
/** Id of a local change that waits to be sent. */
export type PendingChangeId = Branded<'PendingChangeId'>
/** Id of an entry in the in-app inbox. */
export type InboxEntryId = Branded<'InboxEntryId'>
/** Sigma's id of a connection. */
export type ConnectionId = Branded<'ConnectionId'>

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Whether `value` is a lower-case UUID, the form of every id that Vigil makes. */
export function isUuid(value: string): boolean {
  return uuid.test(value)
}

/**
 * Parses an organization id.
 * @throws RangeError when the value is not a lower-case UUID; ids become folder names, so nothing else may pass.
 */
export function organizationId(value: string): OrganizationId {
  if (!isUuid(value)) throw new RangeError('not an organization id')
  return value as OrganizationId
}

/** A fresh random organization id. */
export function newOrganizationId(): OrganizationId {
  return crypto.randomUUID() as OrganizationId
}
