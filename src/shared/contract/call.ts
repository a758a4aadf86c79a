import type { z } from 'zod'

/** One call over the process line: what goes in and what comes out, both checked. */
export interface Call<Input extends z.ZodType, Output extends z.ZodType> {
  readonly input: Input
  readonly output: Output
}

/** Declares a call. */
export function call<Input extends z.ZodType, Output extends z.ZodType>(
  input: Input,
  output: Output
): Call<Input, Output> {
  return { input, output }
}
