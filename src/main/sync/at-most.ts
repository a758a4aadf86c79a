/**
 * Does something for each item, at most so many at a time. After a failure nothing new begins, what runs is told so by its
 * signal, and the failure is thrown when all of it has ended.
 * @throws the first error that `work` throws
 */
export async function forEachAtMost<Item>(
  limit: number,
  items: readonly Item[],
  signal: AbortSignal,
  work: (item: Item, signal: AbortSignal) => Promise<void>
): Promise<void> {
  const failure = new AbortController()
  const both = AbortSignal.any([signal, failure.signal])
  const waiting = items.values()
  let firstError: { readonly thrown: unknown } | undefined
  const worker = async (): Promise<void> => {
    for (const item of waiting) {
      if (firstError !== undefined) return
      try {
        await work(item, both)
      } catch (thrown) {
        firstError ??= { thrown }
        failure.abort()
        return
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker))
  if (firstError !== undefined) throw firstError.thrown
}
