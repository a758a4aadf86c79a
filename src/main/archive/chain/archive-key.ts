import { Buffer } from 'node:buffer'
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'

/** Bytes of an Ed25519 public key. */
const publicKeyBytes = 32
/** What stands before them in the key's usual form (RFC 8410). */
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex')

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

/** The key of 32 bytes. @throws Error for bytes that are none */
export function publicKeyOf(bytes: Uint8Array): KeyObject {
  if (bytes.length !== publicKeyBytes) throw new Error('not a public key')
  return createPublicKey({ key: Buffer.concat([publicPrefix, bytes]), format: 'der', type: 'spki' })
}
