import { createHash, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'
import { dayMs } from '../../../shared/kit/time.ts'
import { oneRow, run } from './database.ts'
import type { Sandbox } from './sandbox.ts'

export interface ClientCredentials {
  readonly clientId: string
  readonly clientSecret: string
}

// A small cost: the generated secrets are 256 random bits, and a token request has to stay short.
const scryptCost = { N: 2 ** 12, r: 8, p: 1 }

function hashSecret(clientSecret: string, salt: string): Buffer {
  return scryptSync(clientSecret, salt, 32, scryptCost)
}

/** Fresh credentials of the size that Sigma gives out. */
export function makeCredentials(): ClientCredentials {
  return { clientId: randomBytes(32).toString('hex'), clientSecret: randomBytes(32).toString('hex') }
}

/** Stores credentials for a member; of the secret only a salted hash. Replaces those with the same client id. */
export function storeCredentials(sandbox: Sandbox, memberId: string, credentials: ClientCredentials): void {
  const salt = randomBytes(16).toString('hex')
  run(
    sandbox.database,
    'INSERT OR REPLACE INTO credentials (client_id, member_id, salt, secret_hash) VALUES (?, ?, ?, ?)',
    credentials.clientId,
    memberId,
    salt,
    hashSecret(credentials.clientSecret, salt).toString('hex')
  )
}

/** Whom a client id belongs to, whether or not the secret is right; for the audit event of a failed sign-in. */
export function ownerOfClient(sandbox: Sandbox, clientId: string): string | undefined {
  return oneRow<{ member_id: string }>(
    sandbox.database,
    'SELECT member_id FROM credentials WHERE client_id = ?',
    clientId
  )?.member_id
}

/** Whether the secret belongs to the client id. */
export function checkCredentials(sandbox: Sandbox, credentials: ClientCredentials): boolean {
  const row = oneRow<{ salt: string; secret_hash: string }>(
    sandbox.database,
    'SELECT salt, secret_hash FROM credentials WHERE client_id = ?',
    credentials.clientId
  )
  if (row === undefined) return false
  return timingSafeEqual(hashSecret(credentials.clientSecret, row.salt), Buffer.from(row.secret_hash, 'hex'))
}

export interface TokenOwner {
  readonly client_id: string
  readonly member_id: string
  readonly expires_at_ms: number
}

const refreshLifetimeMs = 30 * dayMs

function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

function issue(
  sandbox: Sandbox,
  kind: 'access' | 'refresh',
  owner: { clientId: string; memberId: string },
  lifetimeMs: number
): string {
  const token = randomBytes(32).toString('base64url')
  run(
    sandbox.database,
    'INSERT INTO tokens (token_hash, kind, client_id, member_id, expires_at_ms) VALUES (?, ?, ?, ?, ?)',
    tokenHash(token),
    kind,
    owner.clientId,
    owner.memberId,
    sandbox.clock.nowMs() + lifetimeMs
  )
  return token
}

/** Issues an access and a refresh token; only their hashes are stored. Tokens long past their end are forgotten. */
export function issueTokens(
  sandbox: Sandbox,
  owner: { clientId: string; memberId: string }
): { accessToken: string; refreshToken: string } {
  return sandbox.database.transaction(() => {
    run(sandbox.database, 'DELETE FROM tokens WHERE expires_at_ms < ?', sandbox.clock.nowMs() - dayMs)
    return {
      accessToken: issue(sandbox, 'access', owner, sandbox.config.tokenLifetimeMs),
      refreshToken: issue(sandbox, 'refresh', owner, refreshLifetimeMs)
    }
  })()
}

/** Who a token belongs to; expired ones are found too, so that the caller can tell expired from unknown. */
export function findToken(sandbox: Sandbox, kind: 'access' | 'refresh', token: string): TokenOwner | undefined {
  return oneRow(
    sandbox.database,
    'SELECT client_id, member_id, expires_at_ms FROM tokens WHERE token_hash = ? AND kind = ?',
    tokenHash(token),
    kind
  )
}

/** A refresh token is used once. */
export function forgetToken(sandbox: Sandbox, token: string): void {
  run(sandbox.database, 'DELETE FROM tokens WHERE token_hash = ?', tokenHash(token))
}
