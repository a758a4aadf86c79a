// Scripts that run in the window. Each waits until what it did is painted: two frames after the page has changed.

interface Bridge {
  readonly organizations: {
    readonly refreshOrganization: (input: object) => Promise<{ readonly ok: boolean }>
  }
}
interface InWindow {
  readonly api: Bridge
  readonly performance: { now(): number }
  readonly location: { hash: string }
  readonly requestAnimationFrame: (then: () => void) => void
  readonly document: {
    querySelector(selector: string): {
      getAttribute(name: string): string | null
      dispatchEvent(event: object): boolean
    } | null
  }
  readonly HTMLInputElement: { readonly prototype: object }
  readonly Event: new (type: string, options: object) => object
}

/** Time from the page's beginning until it shows `selector`, ms. Given to a page that has just been loaded. */
export const sinceLoad = async (selector: string): Promise<number> => {
  const page = globalThis as unknown as InWindow
  const frame = (): Promise<void> => new Promise((resolve) => page.requestAnimationFrame(resolve))
  while (page.document.querySelector(selector) === null) await frame()
  await frame()
  return page.performance.now()
}

/** Goes to a place and waits until all of `selectors` are there. @returns ms from the first instant to the paint */
export const timeToPlace = async (wanted: { hash: string; selectors: readonly string[] }): Promise<number> => {
  const page = globalThis as unknown as InWindow
  const frame = (): Promise<void> => new Promise((resolve) => page.requestAnimationFrame(resolve))
  const isThere = (): boolean => wanted.selectors.every((one) => page.document.querySelector(one) !== null)
  const beganAt = page.performance.now()
  page.location.hash = wanted.hash
  while (!isThere()) {
    if (page.performance.now() - beganAt > 20_000)
      throw new Error(`${wanted.hash} does not show ${wanted.selectors.join(' and ')}`)
    await frame()
  }
  await frame()
  return page.performance.now() - beganAt
}

/** Types into the field at `field` and waits for the grid to have another number of rows. @returns ms to the paint */
export const timeToFilter = async (wanted: { field: string; text: string; grid: string }): Promise<number> => {
  const page = globalThis as unknown as InWindow
  const frame = (): Promise<void> => new Promise((resolve) => page.requestAnimationFrame(resolve))
  const count = (): string | null => page.document.querySelector(wanted.grid)?.getAttribute('aria-rowcount') ?? null
  const field = page.document.querySelector(wanted.field)
  if (field === null) throw new Error(`${wanted.field} is not there`)
  const before = count()
  // as React hears it: a value that was set behind its back is no input
  const setValue = Object.getOwnPropertyDescriptor(page.HTMLInputElement.prototype, 'value')?.set
  const beganAt = page.performance.now()
  setValue?.call(field, wanted.text)
  field.dispatchEvent(new page.Event('input', { bubbles: true }))
  while (count() === before) {
    if (page.performance.now() - beganAt > 20_000) throw new Error(`"${wanted.text}" leaves ${before} rows`)
    await frame()
  }
  await frame()
  return page.performance.now() - beganAt
}

/** Reads one organization from Sigma now. @returns ms until all of it was read */
export const timeToRefresh = async (organizationId: string): Promise<number> => {
  const page = globalThis as unknown as InWindow
  const beganAt = page.performance.now()
  const answer = await page.api.organizations.refreshOrganization({ organizationId })
  if (!answer.ok) throw new Error(`${organizationId} could not be read`)
  return page.performance.now() - beganAt
}

/** Begins to read an organization and does not wait for it. */
export const beginRefresh = (organizationId: string): void => {
  const page = globalThis as unknown as InWindow
  page.api.organizations.refreshOrganization({ organizationId }).catch(() => undefined)
}
