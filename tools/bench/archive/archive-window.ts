// Scripts that run in the window; they reach the program through the bridge that its pages use.

type Result = { readonly ok: boolean; readonly value?: unknown; readonly error?: { readonly code: string } }
type Call = (input: object) => Promise<Result>
interface Bridge {
  readonly auditEvents: Readonly<Record<'page' | 'count' | 'histogram' | 'topValues', Call>>
  readonly imports: Readonly<Record<'importDropped' | 'listImports', Call>>
}
interface InWindow {
  readonly api: Bridge
  readonly location: { hash: string }
  readonly document: {
    createElement(name: 'input'): { type: string; id: string; files?: Iterable<unknown>; remove(): void }
    querySelector(selector: string): { files?: Iterable<unknown>; remove(): void } | null
    readonly body: { append(element: unknown): void }
  }
}

export interface Browsing {
  readonly organizationId: string
  readonly path: readonly string[]
  readonly fromMs: number
  readonly toMs: number
  readonly emails: readonly string[]
  readonly pages: number
}

/** Looks around as a person does: scrolls, filters, searches, counts. @returns how many rows came */
export const browse = async (given: Browsing): Promise<number> => {
  const { api, location } = globalThis as unknown as InWindow
  const { organizationId, path, fromMs, toMs } = given
  location.hash = `/organizations/${organizationId}/audit-log`
  const ask = async (call: Call, input: object): Promise<Record<string, unknown>> => {
    const result = await call({ organizationId, path, ...input })
    if (!result.ok) throw new Error(`the archive answered ${result.error?.code}`)
    return result.value as Record<string, unknown>
  }
  const filters = [
    { kind: 'everything' },
    ...given.emails.map((email) => ({ kind: 'equals', column: 'USER_EMAIL', values: [email] })),
    { kind: 'contains', text: 'workbook' },
    { kind: 'contains', text: 'no-such-thing' },
    { kind: 'not', filter: { kind: 'equals', column: 'EVENT_STATUS', values: ['SUCCESS'] } }
  ]
  let rows = 0
  for (const filter of filters) {
    await ask(api.auditEvents.count, { filter })
    await ask(api.auditEvents.histogram, {
      filter,
      unit: 'day',
      timeZone: 'UTC',
      fromMs,
      toMs,
      by: 'EVENT_TYPE',
      top: 8
    })
    await ask(api.auditEvents.topValues, { filter, column: 'OBJECT_NAME', limit: 20 })
    let cursor: unknown
    for (let page = 0; page < given.pages; page++) {
      const answer = await ask(api.auditEvents.page, {
        filter,
        order: 'newest',
        limit: 200,
        ...(cursor === undefined ? {} : { cursor })
      })
      rows += (answer.rows as readonly unknown[]).length
      cursor = answer.nextCursor
      if (cursor === undefined) break
    }
  }
  return rows
}

/** Puts a field for files into the page, so that a real file can be chosen. */
export const addFileField = (id: string): void => {
  const { document } = globalThis as unknown as InWindow
  const field = document.createElement('input')
  field.type = 'file'
  field.id = id
  document.body.append(field)
}

/** Imports the file that was chosen in the field, as one that was dropped. */
export const importChosen = async (given: {
  readonly organizationId: string
  readonly path: readonly string[]
  readonly id: string
}): Promise<void> => {
  const { api, document } = globalThis as unknown as InWindow
  const field = document.querySelector(`#${given.id}`)
  const files = [...(field?.files ?? [])]
  const { organizationId, path } = given
  const result = await api.imports.importDropped({ organizationId, path, files })
  field?.remove()
  if (!result.ok) throw new Error(`the import was refused: ${result.error?.code}`)
}

/** @returns state and rows of the newest import */
export const importState = async (
  organizationId: string
): Promise<{ readonly state: string; readonly rowsAdded: number }> => {
  const { api } = globalThis as unknown as InWindow
  const result = await api.imports.listImports({ organizationId, limit: 1 })
  if (!result.ok) throw new Error(`imports cannot be listed: ${result.error?.code}`)
  const { imports } = result.value as { imports: readonly { state: string; rowsAdded: number }[] }
  return { state: imports[0]?.state ?? 'none', rowsAdded: imports[0]?.rowsAdded ?? 0 }
}
