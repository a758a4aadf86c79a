import type { z } from 'zod'
import { AppError, type AppErrorCode } from '../../shared/kit/app-error.ts'
import { isSensitiveKey } from '../../shared/kit/redact.ts'
import { fail, ok, type Result } from '../../shared/kit/result.ts'
import type { Logger } from '../ports/logger.port.ts'

/** One call with its schemas and its handler, types set aside: the schemas are what joins them. */
export interface CheckedCall {
  readonly name: string
  readonly input: z.ZodType
  readonly output: z.ZodType
  readonly handler: (input: unknown) => Promise<unknown>
}

/**
 * Answers a call: input checked, handler run, output checked, and every failure turned into a code. The answer holds
 * only what the output schema declares, so a field that a handler lets slip stays here. Nothing is thrown.
 */
export async function answerCall(call: CheckedCall, rawInput: unknown, logger: Logger): Promise<Result<unknown>> {
  const input = call.input.safeParse(rawInput)
  if (!input.success) return refused('invalid-input', breachOf(input.error))
  try {
    const output = call.output.safeParse(await call.handler(input.data))
    if (output.success) return ok(output.data)
    const breach = breachOf(output.error)
    logger.error('answer breaks the contract', { call: call.name, ...breach })
    return refused('contract-breach', { call: call.name, ...breach })
  } catch (thrown) {
    if (thrown instanceof AppError) return fail(thrown.toData())
    logger.error('call failed', { call: call.name, error: withoutInputSecrets(thrown, rawInput) })
    return refused('internal', {})
  }
}

function refused(code: AppErrorCode, params: Record<string, string>): Result<never> {
  return fail({ code, params })
}

/** Where and how a value breaks its schema. Never the value: it may be a secret in the wrong place. */
function breachOf(error: z.ZodError): { path: string; reason: string } {
  const issue = error.issues[0]
  return { path: issue?.path.map(String).join('.') ?? '', reason: issue?.code ?? 'unknown' }
}

/** An error's texts without the secrets that the call brought: a library may quote what it was given. */
function withoutInputSecrets(thrown: unknown, input: unknown): { message: string; stack: string | undefined } {
  const secrets = secretsIn(input)
  const hide = (text: string) => secrets.reduce((result, secret) => result.replaceAll(secret, '[redacted]'), text)
  if (!(thrown instanceof Error)) return { message: hide(String(thrown)), stack: undefined }
  return { message: hide(thrown.message), stack: thrown.stack && hide(thrown.stack) }
}

function secretsIn(input: unknown): string[] {
  if (typeof input !== 'object' || input === null) return []
  return Object.entries(input).flatMap(([key, value]) =>
    typeof value === 'string' ? (isSensitiveKey(key) && value !== '' ? [value] : []) : secretsIn(value)
  )
}
