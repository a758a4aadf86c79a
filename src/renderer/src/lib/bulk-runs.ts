import type { QueryClient } from '@tanstack/react-query'
import type { BulkRun } from '../../../shared/contract/bulk.ts'
import { api } from './api.ts'
import { queryKeys } from './query-keys.ts'

/** Puts what is known of a run into the cache, by itself and in the list of runs, newest first. */
export function storeBulkRun(client: QueryClient, run: BulkRun): void {
  client.setQueryData(queryKeys.bulkRun(run.runId), run)
  client.setQueryData<BulkRun[]>(queryKeys.bulkRuns, (runs) =>
    runs === undefined
      ? undefined
      : runs.some(({ runId }) => runId === run.runId)
        ? runs.map((one) => (one.runId === run.runId ? run : one))
        : [run, ...runs]
  )
}

/**
 * What to do when a run is said to have changed: it is read once, and once more for all that was said meanwhile, so that
 * a run over hundreds of organizations does not read itself hundreds of times.
 */
export function followBulkRuns(client: QueryClient): (event: { readonly runId: string }) => void {
  const underWay = new Map<string, { isStale: boolean }>()
  const read = async (runId: string): Promise<void> => {
    const reading = { isStale: false }
    underWay.set(runId, reading)
    try {
      storeBulkRun(client, await api.bulk.getBulk({ runId }))
    } catch {
      // whoever shows the run reads it again and says why that fails
      await client.invalidateQueries({ queryKey: queryKeys.bulkRun(runId) })
    } finally {
      underWay.delete(runId)
    }
    if (reading.isStale) await read(runId)
  }
  return ({ runId }) => {
    const reading = underWay.get(runId)
    if (reading === undefined) void read(runId)
    else reading.isStale = true
  }
}
