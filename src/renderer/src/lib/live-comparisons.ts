import type { QueryClient } from '@tanstack/react-query'
import { onEvent } from './api.ts'
import { coalesced } from './coalesce.ts'
import { queryKeys } from './query-keys.ts'

/** Reading one of these reads every organization: while 200 of them synchronize, once in a while is enough. */
const peopleEveryMs = 3_000
const settingsEveryMs = 1_000

/**
 * Keeps the pages that compare all organizations (people, settings drift) and each directory up to date.
 * @returns stops listening
 */
export function connectLiveComparisons(client: QueryClient): () => void {
  const people = coalesced(() => void client.invalidateQueries({ queryKey: queryKeys.people }), peopleEveryMs)
  const matrix = coalesced(() => void client.invalidateQueries({ queryKey: queryKeys.settingsMatrix }), settingsEveryMs)
  const stops = [
    onEvent('directoryChanged', ({ organizationId }) => {
      void client.invalidateQueries({ queryKey: queryKeys.directory(organizationId) })
      people.call()
    }),
    onEvent('settingsChanged', matrix.call),
    onEvent('changesChanged', matrix.call),
    onEvent('organizationsChanged', ({ organizationIds }) => {
      if (organizationIds !== undefined) return
      people.call()
      matrix.call()
    }),
    people.stop,
    matrix.stop
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
