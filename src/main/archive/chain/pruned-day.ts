import { Buffer } from 'node:buffer'
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'
import { dayName } from './day-number.ts'

/** What stands in the chain for a day whose rows have left. */
export interface PrunedDayFacts {
  readonly organizationId: string
  /** The table's path as a JSON array of texts. */
  readonly pathText: string
  /** UTC day, see `day-number.ts`. */
  readonly day: number
  /** Rows that the day had. */
  readonly rowCount: number
  /** The state of the day's chain after them, hex. */
  readonly head: string
  readonly prunedAtMs: number
  /** The rule that it left by, such as `days:90`. */
  readonly reason: string
}

/** Bytes of an Ed25519 public key. */
export const publicKeyBytes = 32
/** What stands before the 32 bytes of an Ed25519 key in its usual forms (RFC 8410). */
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex')

/** What the signature of a stub is of: canonical JSON. */
export function prunedDayText(facts: PrunedDayFacts): string {
  const { organizationId, pathText, day, rowCount, head, prunedAtMs, reason } = facts
  return canonicalJson({
    format: 'vigil-pruned-day/1',
    organizationId,
    path: JSON.parse(pathText) as string[],
    day: dayName(day),
    rowCount,
    head,
    prunedAtMs,
    reason
  })
}

/** Ed25519 over `prunedDayText`, 64 bytes. */
export function signPrunedDay(facts: PrunedDayFacts, key: KeyObject): Uint8Array {
  return sign(null, Buffer.from(prunedDayText(facts)), key)
}

/** Whether a stub is as it was signed. @param publicKey its 32 bytes */
export function isPrunedDaySigned(facts: PrunedDayFacts, signature: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return verify(null, Buffer.from(prunedDayText(facts)), publicKeyOf(publicKey), signature)
  } catch {
    return false
  }
}

/** A new private key as text to be kept in a keychain (PKCS #8, base64). */
export function newArchiveKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
}

/** @throws Error when the text is no Ed25519 key */
export function readArchiveKey(text: string): KeyObject {
  const key = createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' })
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('not an Ed25519 key')
  return key
}

/** The 32 bytes that everybody may know of a private key. */
export function publicBytesOf(key: KeyObject): Uint8Array {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-publicKeyBytes)
}

function publicKeyOf(bytes: Uint8Array): KeyObject {
  if (bytes.length !== publicKeyBytes) throw new Error('not a public key')
  return createPublicKey({ key: Buffer.concat([publicPrefix, bytes]), format: 'der', type: 'spki' })
}
