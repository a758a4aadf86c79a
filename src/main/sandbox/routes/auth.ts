import type { Hono, MiddlewareHandler } from 'hono'
import { ApiError } from '../http/api-error.ts'
import { noteAct, type SandboxContext, type SandboxEnv } from '../http/context.ts'
import {
  checkCredentials,
  type ClientCredentials,
  findToken,
  forgetToken,
  issueTokens,
  ownerOfClient
} from '../state/credentials.ts'
import { findMember } from '../state/members.ts'

type Fields = Readonly<Record<string, string>>

/** The token request's fields: Sigma's pages show a form, its API description JSON; both are taken. */
async function readFields(context: SandboxContext): Promise<Fields> {
  const text = await context.req.text()
  const isJson = (context.req.header('content-type') ?? '').includes('json')
  if (!isJson) return Object.fromEntries(new URLSearchParams(text))
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed === 'object' && parsed !== null) return parsed as Fields
  } catch {
    // Answered below, like any other body that is not an object.
  }
  throw new ApiError(400, 'invalid_request', 'The body is not valid JSON')
}

function credentialsOf(context: SandboxContext, fields: Fields): ClientCredentials | undefined {
  const basic = /^Basic\s+(\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1]
  if (basic !== undefined) {
    const text = Buffer.from(basic, 'base64').toString('utf8')
    const colon = text.indexOf(':')
    return colon < 0 ? undefined : { clientId: text.slice(0, colon), clientSecret: text.slice(colon + 1) }
  }
  const { client_id: clientId, client_secret: clientSecret } = fields
  return typeof clientId === 'string' && typeof clientSecret === 'string' ? { clientId, clientSecret } : undefined
}

function noteLogin(context: SandboxContext, reasonCode?: string): void {
  noteAct(context, {
    EVENT_CATEGORY: 'ACCESS_SIGMA',
    EVENT_TYPE: 'LOGIN',
    AUTH_METHOD: 'api-token',
    ...(reasonCode === undefined ? {} : { EVENT_STATUS_REASON_CODE: reasonCode })
  })
}

function refuse(context: SandboxContext, reasonCode: string, message: string): ApiError {
  noteLogin(context, reasonCode)
  return new ApiError(401, 'unauthorized', message)
}

async function postToken(context: SandboxContext): Promise<Response> {
  const sandbox = context.get('sandbox')
  const fields = await readFields(context)
  const grantType = fields.grant_type
  if (grantType === undefined) throw new ApiError(400, 'invalid_request', 'grant_type: missing')
  if (grantType !== 'client_credentials' && grantType !== 'refresh_token') {
    throw new ApiError(
      400,
      'unsupported_grant_type',
      'The sandbox organization issues tokens for client_credentials and refresh_token only'
    )
  }
  const credentials = credentialsOf(context, fields)
  context.get('limits').take('token', credentials?.clientId ?? 'nobody')
  const refreshToken = fields.refresh_token
  let owner: { clientId: string; memberId: string }
  if (grantType === 'refresh_token' && refreshToken !== undefined) {
    const found = findToken(sandbox, 'refresh', refreshToken)
    if (found === undefined || found.expires_at_ms <= sandbox.clock.nowMs())
      throw refuse(context, 'INVALID_CREDENTIALS', 'Refresh token is unknown or expired')
    // Credentials may come with a refresh; when they do, they have to be the right ones.
    if (
      credentials !== undefined &&
      (credentials.clientId !== found.client_id || !checkCredentials(sandbox, credentials))
    ) {
      throw refuse(context, 'INVALID_CREDENTIALS', 'Client authentication failed')
    }
    forgetToken(sandbox, refreshToken)
    owner = { clientId: found.client_id, memberId: found.member_id }
  } else {
    if (grantType === 'refresh_token') throw new ApiError(400, 'invalid_request', 'refresh_token: missing')
    if (credentials === undefined)
      throw refuse(context, 'INVALID_CREDENTIALS', 'Client credentials missing or malformed')
    const memberId = ownerOfClient(sandbox, credentials.clientId)
    if (memberId === undefined) throw refuse(context, 'NO_MATCHING_RECORD', 'Client authentication failed')
    context.set('member', findMember(sandbox, memberId))
    if (!checkCredentials(sandbox, credentials))
      throw refuse(context, 'INVALID_CREDENTIALS', 'Client authentication failed')
    owner = { clientId: credentials.clientId, memberId }
  }
  const member = findMember(sandbox, owner.memberId)
  context.set('member', member)
  if (member === undefined || member.is_archived === 1)
    throw refuse(context, 'NO_MATCHING_RECORD', 'The owner of these credentials is deactivated')
  const tokens = issueTokens(sandbox, owner)
  noteLogin(context)
  return context.json({
    access_token: tokens.accessToken,
    refresh_token: tokens.refreshToken,
    token_type: 'bearer',
    expires_in: Math.max(1, Math.floor(sandbox.config.tokenLifetimeMs / 1000))
  })
}

/** Finds out whose token a request carries. The messages follow a live answer of Sigma's. */
export const authenticate: MiddlewareHandler<SandboxEnv> = async (context, next) => {
  const sandbox = context.get('sandbox')
  const token = /^Bearer\s+(\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1]
  const found = token === undefined ? undefined : findToken(sandbox, 'access', token)
  if (found === undefined) throw new ApiError(401, 'unauthorized', 'Token missing or malformed')
  if (found.expires_at_ms <= sandbox.clock.nowMs()) throw new ApiError(401, 'unauthorized', 'Token expired')
  const member = findMember(sandbox, found.member_id)
  if (member === undefined || member.is_archived === 1)
    throw new ApiError(401, 'unauthorized', 'The owner of this token is deactivated')
  context.set('member', member)
  await next()
}

/** POST /v2/auth/token; goes in before the middleware that asks for a token. */
export function addAuthRoutes(app: Hono<SandboxEnv>): void {
  app.post('/v2/auth/token', postToken)
}
