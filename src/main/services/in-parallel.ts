/**
 * Does something with each item, a few at a time, in their order.
 * @param limit how many at once
 * @returns the results in the order of the items
 * @throws what `act` throws first; what runs then still runs to its end
 */
export async function inParallel<Item, Value>(
  items: readonly Item[],
  limit: number,
  act: (item: Item) => Promise<Value>
): Promise<Value[]> {
  const results: Value[] = []
  const rest = items.entries()
  const worker = async () => {
    for (const [index, item] of rest) results[index] = await act(item)
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker))
  return results
}
