import { type KeyObject, sign } from 'node:crypto'
import { toAppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { PackKey } from './evidence-writing.ts'

/** Whoever has the keys that archives sign with. */
export interface KeysOfArchives {
  /** @throws AppError `keychain-locked | keychain-unavailable | keychain-unreadable` */
  need(id: OrganizationId): Promise<{ readonly key: KeyObject; readonly publicKey: Uint8Array }>
}

/** The key that signs an organization's packs. A pack is worth making also where the keychain does not give one out. */
export async function packKey(keys: KeysOfArchives, id: OrganizationId): Promise<PackKey> {
  try {
    const { key, publicKey } = await keys.need(id)
    return { publicKey, sign: (bytes) => sign(null, bytes, key) }
  } catch (thrown) {
    return { reason: `the key of the archive was not to be had (${toAppError(thrown).code})` }
  }
}
