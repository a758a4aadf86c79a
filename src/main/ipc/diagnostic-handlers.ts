import type { Handlers } from '../../shared/contract/api-types.ts'
import type { About, Notice } from '../../shared/contract/diagnostics.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { Logger } from '../ports/logger.port.ts'

export interface DiagnosticFacts {
  readonly about: () => Promise<About>
  readonly notices: () => readonly Notice[]
  readonly openDataFolder: () => Promise<void>
  readonly rendererReady: () => void
  readonly clock: Clock
  readonly logger: Logger
}

/** Answers the calls of the group `diagnostics`. */
export function diagnosticHandlers(facts: DiagnosticFacts): Handlers<'diagnostics'> {
  return {
    ping: async () => ({ atMs: facts.clock.nowMs() }),
    about: () => facts.about(),
    listNotices: async () => [...facts.notices()],
    openDataFolder: async () => {
      await facts.openDataFolder()
      return {}
    },
    reportRendererError: async ({ message, component }) => {
      facts.logger.error('a part of the window failed', { message, component })
      return {}
    },
    rendererReady: async () => {
      facts.rendererReady()
      return {}
    }
  }
}
