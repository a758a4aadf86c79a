import { z } from 'zod'
import { AppError } from '../../../shared/kit/app-error.ts'
import type { Api, ApiRequest } from './api.ts'
import { contractBreach } from './errors.ts'

/** Sigma's largest page; its default of 50 is what other clients have tripped over. A list that refuses it is read by 50. */
const pageSize = 1000
const maxPages = 10_000

/**
 * `page`: query `page` and `limit`, answer `nextPage`. `token`: query `pageToken` and `pageSize`, answer `nextPageToken`.
 * `whole`: described without pages; should some come nevertheless, as by token.
 */
export type PagingStyle = 'page' | 'token' | 'whole'

const pageSchema = z.union([
  z.array(z.unknown()).transform((entries) => ({ entries, next: undefined })),
  z
    .object({
      entries: z.array(z.unknown()),
      nextPage: z.union([z.string(), z.number()]).nullish(),
      nextPageToken: z.string().nullish()
    })
    .transform(({ entries, nextPage, nextPageToken }) => ({ entries, next: nextPage ?? nextPageToken ?? undefined }))
])

/** An entry that is itself an error, as `GET /v2/files` is documented to send. */
const errorEntrySchema = z.object({
  code: z.union([z.number(), z.string()]),
  message: z.string(),
  requestId: z.string()
})

const leftOut = new WeakMap<readonly unknown[], number>()

/**
 * How many entries of a list, as a call gave it, were left out because they were errors. What is missing from such a list
 * is not proven to be gone.
 */
export function leftOutOf(list: readonly unknown[]): number {
  return leftOut.get(list) ?? 0
}

/**
 * Reads all pages of a list. Takes bare arrays too, never relies on `total`, and drops entries that it has by `keyOf`
 * already, since pages can overlap while the list changes. An entry that is an error in itself, or null as tenants are
 * described to be, is left out and logged.
 * @throws AppError `contract-breach` when an entry breaks the schema or the pages go in a circle
 */
export async function listAll<Schema extends z.ZodType>(
  api: Api,
  request: ApiRequest,
  options: {
    readonly style: PagingStyle
    readonly entry: Schema
    readonly keyOf: (entry: z.output<Schema>) => string
  }
): Promise<z.output<Schema>[]> {
  const name = `${request.method} ${request.endpoint}`
  const entries = new Map<string, z.output<Schema>>()
  let leftOutCount = 0
  const seen = new Set<string>()
  let next: string | undefined
  let size = options.style === 'whole' ? undefined : pageSize
  for (let page = 0; page < maxPages; page += 1) {
    let answer: z.output<typeof pageSchema>
    try {
      answer = await readPage(api, request, options.style, { size, next })
    } catch (thrown) {
      // A list may have a smaller largest page than the others: then it says so about the first one.
      if (size === undefined || page > 0 || !(thrown instanceof AppError) || thrown.code !== 'invalid-input')
        throw thrown
      size = undefined
      answer = await readPage(api, request, options.style, { size, next })
    }
    for (const [index, raw] of answer.entries.entries()) {
      const parsed = options.entry.safeParse(raw)
      if (parsed.success) {
        entries.set(options.keyOf(parsed.data), parsed.data)
      } else if (raw === null || errorEntrySchema.safeParse(raw).success) {
        api.logger.warn('an entry of a list is an error', { name, page, index })
        leftOutCount += 1
      } else {
        const breach = contractBreach(name, parsed.error)
        throw new AppError('contract-breach', {
          ...breach.params,
          path: `entries.${index}.${breach.params.path ?? ''}`
        })
      }
    }
    if (answer.next === undefined || answer.next === '') {
      const list = [...entries.values()]
      if (leftOutCount > 0) leftOut.set(list, leftOutCount)
      return list
    }
    next = String(answer.next)
    if (seen.has(next)) throw new AppError('contract-breach', { endpoint: name, path: 'nextPage', found: 'circle' })
    seen.add(next)
  }
  throw new AppError('contract-breach', { endpoint: name, path: 'nextPage', found: 'too-many-pages' })
}

function readPage(
  api: Api,
  request: ApiRequest,
  style: PagingStyle,
  { size, next }: { readonly size: number | undefined; readonly next: string | undefined }
): Promise<z.output<typeof pageSchema>> {
  const place = style === 'page' ? { limit: size, page: next } : { pageSize: size, pageToken: next }
  return api.json({ ...request, query: { ...request.query, ...place } }, pageSchema)
}
