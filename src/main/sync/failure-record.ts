import { hasRequestInFlight } from '../../shared/domain/audit-logging.ts'
import type { AppError } from '../../shared/kit/app-error.ts'
import { minuteMs } from '../../shared/kit/time.ts'
import { failureKind, isUnreachable } from './failure-kind.ts'
import type { EngineContext } from './sync-context.ts'

/** The same failure, tried again and again, is written down anew this often. */
const againMs = 10 * minuteMs

/** What stands in the organization's file about the last failure, so that a person sees it after a restart, too. */
export class FailureRecord {
  readonly #context: EngineContext
  /** Undefined: nothing stands; `unknown`: nobody has looked yet. */
  #standing: { readonly code: string; readonly atMs: number } | 'unknown' | undefined = 'unknown'

  constructor(context: EngineContext) {
    this.#context = context
  }

  /** Writes the failure down where the person sees it. */
  async write(error: AppError): Promise<void> {
    const { organizationId, settings, organizations, clock, time, announce } = this.#context
    const standing = this.#standing
    const nowMs = time.nowMs()
    const isRepeated = typeof standing === 'object' && standing.code === error.code && nowMs - standing.atMs < againMs
    if (isRepeated) return
    const atMs = clock.nowMs()
    this.#standing = 'unknown'
    await settings.saveFacts(organizationId, { lastError: error.toData(), lastErrorAtMs: atMs })
    this.#standing = { code: error.code, atMs: nowMs }
    // A refusal is an answer, too.
    if (
      error.code === 'credential-refused' ||
      (!isUnreachable(error.code) && failureKind(error.code) !== 'credential')
    ) {
      await organizations.update(organizationId, { lastContactAtMs: atMs })
    }
    if (error.code === 'credential-refused') await this.#tellRefusal(atMs)
    announce('settingsChanged', { organizationId })
    announce('organizationsChanged', { organizationIds: [organizationId] })
  }

  /** Takes it away: something went well. */
  async clear(): Promise<void> {
    if (this.#standing === undefined) return
    const { organizationId, settings, announce } = this.#context
    const isWritten = (await settings.facts(organizationId)).lastError !== undefined
    if (isWritten) await settings.saveFacts(organizationId, { lastError: null, lastErrorAtMs: null })
    const isNews = isWritten || typeof this.#standing === 'object'
    this.#standing = undefined
    if (!isNews) return
    announce('settingsChanged', { organizationId })
    announce('organizationsChanged', { organizationIds: [organizationId] })
  }

  async #tellRefusal(atMs: number): Promise<void> {
    const { organizationId, settings, organizations } = this.#context
    if ((await this.#context.record()).credentialRefusedAtMs !== undefined) return
    await organizations.update(organizationId, { credentialRefusedAtMs: atMs })
    await this.#context.tell({
      key: `credential-refused:${organizationId}:${atMs}`,
      kind: 'credential-refused',
      facts: {},
      isNotified: hasRequestInFlight(await settings.auditLogging(organizationId))
    })
  }
}
