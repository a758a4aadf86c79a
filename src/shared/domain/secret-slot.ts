/**
 * An organization has two places for a client secret, so that a new one is stored beside the old one and takes its place
 * in a single step. The registry says which of the two counts.
 */
export type SecretSlot = 1 | 2

/** All that the vault keeps for an organization: client secrets, and the key that signs what the archive says. */
export type SecretPlace = SecretSlot | 'archive-key'

/** The place that does not count. */
export function otherSlot(slot: SecretSlot): SecretSlot {
  return slot === 1 ? 2 : 1
}
