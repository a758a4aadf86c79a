import { z } from 'zod'

/** `POST /v2/auth/token`. The token must fit a header line. */
export const tokenSchema = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  refresh_token: z.string().nullish(),
  expires_in: z.coerce.number().positive().nullish()
})
export type TokenAnswer = z.infer<typeof tokenSchema>

/** Sigma's error body; OAuth's own form is met at token endpoints. */
export const errorBodySchema = z.object({
  requestId: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  code: z.union([z.string(), z.number()]).optional().catch(undefined),
  error: z.string().optional().catch(undefined)
})
export type ErrorBody = z.infer<typeof errorBodySchema>
