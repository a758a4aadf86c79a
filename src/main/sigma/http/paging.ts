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

/** A page of a list, as Sigma sent it. */
export interface ListPage<Entry> {
  readonly entries: readonly Entry[]
  /** Entries that were errors and are not among them: what is missing from the list is not proven to be gone. */
  readonly leftOut: number
}

/**
 * Reads a list page by page; the next page is asked for when the one before has been taken. Takes bare arrays too and
 * never relies on `total`. Pages can overlap while the list changes: an entry may come twice. An entry that is an error in
 * itself, or null as tenants are described to be, is left out and logged.
 * @throws AppError `contract-breach` when an entry breaks the schema or the pages go in a circle
 */
export async function* listPages<Schema extends z.ZodType>(
  api: Api,
  request: ApiRequest,
  options: { readonly style: PagingStyle; readonly entry: Schema }
): AsyncGenerator<ListPage<z.output<Schema>>> {
  const name = nameOf(request)
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
    yield parsePage(api, name, answer.entries, page, options.entry)
    if (answer.next === undefined || answer.next === '') return
    next = String(answer.next)
    if (seen.has(next)) throw new AppError('contract-breach', { endpoint: name, path: 'nextPage', found: 'circle' })
    seen.add(next)
  }
  throw new AppError('contract-breach', { endpoint: name, path: 'nextPage', found: 'too-many-pages' })
}

/**
 * Reads all pages of a list into one, as `listPages` does, without the entries that it has by `keyOf` already.
 * @throws AppError as `listPages`
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
  const entries = new Map<string, z.output<Schema>>()
  let leftOutCount = 0
  for await (const page of listPages(api, request, options)) {
    for (const entry of page.entries) entries.set(options.keyOf(entry), entry)
    leftOutCount += page.leftOut
  }
  const list = [...entries.values()]
  if (leftOutCount > 0) leftOut.set(list, leftOutCount)
  return list
}

function parsePage<Schema extends z.ZodType>(
  api: Api,
  name: string,
  raws: readonly unknown[],
  page: number,
  schema: Schema
): ListPage<z.output<Schema>> {
  const entries: z.output<Schema>[] = []
  let leftOutCount = 0
  for (const [index, raw] of raws.entries()) {
    const parsed = schema.safeParse(raw)
    if (parsed.success) entries.push(parsed.data)
    else if (raw === null || errorEntrySchema.safeParse(raw).success) {
      api.logger.warn('an entry of a list is an error', { name, page, index })
      leftOutCount += 1
    } else {
      const breach = contractBreach(name, parsed.error)
      throw new AppError('contract-breach', { ...breach.params, path: `entries.${index}.${breach.params.path ?? ''}` })
    }
  }
  return { entries, leftOut: leftOutCount }
}

function nameOf(request: ApiRequest): string {
  return `${request.method} ${request.endpoint}`
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
