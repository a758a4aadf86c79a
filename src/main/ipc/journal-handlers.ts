import type { Handlers } from '../../shared/contract/api-types.ts'
import type { JournalService } from '../services/journal-service.ts'

/** Answers the calls of the group `journal`. */
export function journalHandlers(service: JournalService): Handlers<'journal'> {
  return {
    listEntries: (request) => service.page(request),
    exportEntries: ({ format, ...selection }) => service.export(selection, format)
  }
}
