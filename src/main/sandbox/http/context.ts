import type { Context } from 'hono'
import type { z } from 'zod'
import type { ActFields } from '../activity/acts.ts'
import type { MemberRow } from '../state/members.ts'
import type { Sandbox } from '../state/sandbox.ts'
import { ApiError } from './api-error.ts'
import type { RateLimits } from './rate-limits.ts'

/** What a request carries from one handler to the next. */
export interface SandboxEnv {
  Variables: {
    sandbox: Sandbox
    limits: RateLimits
    requestId: string
    /** Whose credentials were used; absent before authentication. */
    member: MemberRow | undefined
    /** Audit events beyond the one that every API call leaves. */
    acts: ActFields[]
  }
}

export type SandboxContext = Context<SandboxEnv>

/** The member whose credentials were used. */
export function callerOf(context: SandboxContext): MemberRow {
  const member = context.get('member')
  if (member === undefined) throw new ApiError(401, 'unauthorized', 'Token missing or malformed')
  return member
}

/** Whether a member has the Admin account type. */
export function isAdmin(member: MemberRow): boolean {
  return member.member_type === 'Admin'
}

/** Refuses everybody but members of the Admin account type. */
export function requireAdmin(context: SandboxContext): MemberRow {
  const member = callerOf(context)
  if (!isAdmin(member))
    throw new ApiError(
      403,
      'forbidden',
      `This needs the Admin account type; these credentials belong to a member with the account type ${member.member_type}`
    )
  return member
}

/** Leaves a specific audit event, beside the one of the API call itself. */
export function noteAct(context: SandboxContext, act: ActFields): void {
  context.get('acts').push(act)
}

/** The JSON body, checked. A breach is answered with 400 and its path. */
export async function readBody<Schema extends z.ZodType>(
  context: SandboxContext,
  schema: Schema
): Promise<z.infer<Schema>> {
  let body: unknown
  try {
    body = await context.req.json()
  } catch {
    throw new ApiError(400, 'invalid_request', 'The body is not valid JSON')
  }
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new ApiError(400, 'invalid_request', `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'invalid'}`)
}

/** A boolean of the query string; absent is `undefined`. */
export function queryFlag(context: SandboxContext, name: string): boolean | undefined {
  const value = context.req.query(name)
  if (value === undefined) return undefined
  if (value === 'true' || value === 'false') return value === 'true'
  throw new ApiError(400, 'invalid_request', `${name}: must be true or false`)
}
