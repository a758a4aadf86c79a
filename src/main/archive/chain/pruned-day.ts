import { Buffer } from 'node:buffer'
import { type KeyObject, sign, verify } from 'node:crypto'
import { publicKeyOf } from './archive-key.ts'
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
