import type { AppErrorData } from './app-error.ts'

/** What every call over the process line answers: a value, or an error with a code. Nothing is thrown across. */
export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: AppErrorData }

/** Wraps a value. */
export function ok<Value>(value: Value): Result<Value> {
  return { ok: true, value }
}

/** Wraps an error. */
export function fail(error: AppErrorData): Result<never> {
  return { ok: false, error }
}
