import type { HttpRequest } from '../../src/main/ports/http-client.port.ts'
import { createSigmaClient, type SigmaClient } from '../../src/main/sigma/sigma-client.ts'
import { AppError } from '../../src/shared/kit/app-error.ts'
import { Secret } from '../../src/shared/kit/secret.ts'
import { createManualClock, type ManualClock } from './manual-clock.ts'
import { createMemoryLogger, type MemoryLogger } from './memory-logger.ts'
import { type Answer, createScriptedHttpClient, type ScriptedHttpClient } from './scripted-http-client.ts'

export interface ClientFixture {
  readonly client: SigmaClient
  readonly http: ScriptedHttpClient
  readonly clock: ManualClock
  readonly logger: MemoryLogger
}

/** A client against a scripted server, with a clock that jumps over waits unless told otherwise. */
export function clientOf(
  call: (request: HttpRequest) => Answer | Promise<Answer>,
  options: {
    readonly token?: (request: HttpRequest) => Answer | Promise<Answer>
    readonly clock?: ManualClock
    readonly random?: () => number
    readonly readSecret?: () => Promise<Secret>
  } = {}
): ClientFixture {
  const http = createScriptedHttpClient(call, options.token)
  const clock = options.clock ?? createManualClock({ isAutomatic: true })
  const logger = createMemoryLogger()
  const client = createSigmaClient({
    apiUrl: 'https://api.example.test',
    httpClient: http,
    clock,
    logger,
    clientId: 'client-1',
    readSecret: options.readSecret ?? (() => Promise.resolve(new Secret('s3cr3t'))),
    random: options.random ?? (() => 0.5)
  })
  return { client, http, clock, logger }
}

/** The AppError that a promise rejects with; fails the test for anything else. */
export async function errorOf(promise: Promise<unknown>): Promise<AppError> {
  try {
    await promise
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown
    throw new Error('rejected with something other than an AppError', { cause: thrown })
  }
  throw new Error('did not reject')
}
