import { Buffer } from 'node:buffer'
import { verify } from 'node:crypto'
import { type PackSignature, packFiles, packSignatureSchema } from '../../../shared/domain/evidence-pack.ts'
import { publicKeyOf } from '../chain/archive-key.ts'

/** The text of `signature.json`. @param publicKey its 32 bytes @param signature over the bytes of the manifest */
export function signatureText(publicKey: Uint8Array, signature: Uint8Array): string {
  const value: PackSignature = {
    algorithm: 'Ed25519',
    signedFile: packFiles.manifest,
    publicKey: Buffer.from(publicKey).toString('hex'),
    signature: Buffer.from(signature).toString('hex')
  }
  return `${JSON.stringify(value, undefined, 2)}\n`
}

/** The signature that a text holds; undefined where it is none. */
export function parseSignature(bytes: Uint8Array | undefined): PackSignature | undefined {
  if (bytes === undefined) return undefined
  try {
    const parsed = packSignatureSchema.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8')))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

/** Whether the manifest is what was signed with that key. */
export function isSignatureOf(manifest: Uint8Array, { publicKey, signature }: PackSignature): boolean {
  try {
    return verify(null, manifest, publicKeyOf(Buffer.from(publicKey, 'hex')), Buffer.from(signature, 'hex'))
  } catch {
    // 32 bytes that are no point of the curve
    return false
  }
}
