import type { Coverage, CoverageStatus, Reading } from '../../shared/contract/coverage.ts'
import { coverageOf, sigmaKeepsMs, type Stretch } from '../../shared/domain/coverage.ts'
import { completeToMs, coverageWarning, expiryClock, lastCompleteAtMs } from '../../shared/domain/coverage-status.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { CoverageStore, StoredCoverage } from '../stores/coverage-store.ts'
import type { LedgerStore, PageBelow } from '../stores/ledger-store.ts'

/** Holes listed at most. */
const mostListed = 100

export interface CoverageServiceOptions {
  readonly coverage: CoverageStore
  readonly ledger: LedgerStore
  readonly clock: Clock
}

/** What the archive has and what it misses. Everything is local. */
export class CoverageService {
  readonly #options: CoverageServiceOptions

  constructor(options: CoverageServiceOptions) {
    this.#options = options
  }

  /** @param range `fromMs` absent: from the first thing known; `toMs` absent: until now */
  async coverage(
    id: OrganizationId,
    path: readonly string[],
    range: { readonly fromMs?: number; readonly toMs?: number }
  ): Promise<Coverage> {
    const nowMs = this.#options.clock.nowMs()
    const facts = await this.#options.coverage.facts(id, path, range.fromMs)
    const fromMs = range.fromMs ?? firstKnownMs(facts, nowMs)
    const toMs = Math.min(range.toMs ?? nowMs, nowMs)
    return { nowMs, fromMs, toMs, stretches: coverageOf(facts, { fromMs, toMs }, nowMs) }
  }

  async status(id: OrganizationId, path: readonly string[]): Promise<CoverageStatus> {
    const nowMs = this.#options.clock.nowMs()
    const facts = await this.#options.coverage.facts(id, path)
    const all = coverageOf(facts, { fromMs: firstKnownMs(facts, nowMs), toMs: nowMs }, nowMs)
    const lastMs = lastCompleteAtMs(facts)
    const completeMs = completeToMs(all)
    const warning = coverageWarning(facts, nowMs)
    return {
      nowMs,
      isAuditLoggingOn: facts.isAuditLoggingOn,
      ...(facts.enabledSinceMs === undefined ? {} : { enabledSinceMs: facts.enabledSinceMs }),
      ...(completeMs === undefined ? {} : { completeToMs: completeMs }),
      ...(lastMs === undefined ? {} : { lastCompleteAtMs: lastMs }),
      ...(facts.isAuditLoggingOn ? expiryClock(facts, nowMs) : {}),
      ...(warning === undefined || !facts.isAuditLoggingOn ? {} : { warning }),
      gaps: listed(all, 'gap'),
      lost: listed(all, 'expired-at-sigma')
    }
  }

  async readings(
    id: OrganizationId,
    path: readonly string[],
    page: PageBelow
  ): Promise<{ readings: Reading[]; nextBefore?: number }> {
    const readings = await this.#options.ledger.readings(id, path, page)
    const last = readings.at(-1)
    return {
      readings: [...readings],
      ...(last === undefined || readings.length < page.limit ? {} : { nextBefore: last.readingId })
    }
  }
}

/** From when on there is something to say: the enablement, the first reading or file; else as far back as Sigma keeps. */
function firstKnownMs({ readings, enabledSinceMs }: StoredCoverage, nowMs: number): number {
  let firstMs = enabledSinceMs ?? nowMs - sigmaKeepsMs
  for (const { source, fromMs, askedAtMs } of readings)
    firstMs = Math.min(firstMs, source === 'file' ? fromMs : Math.max(fromMs, askedAtMs - sigmaKeepsMs))
  return firstMs
}

function listed(all: readonly Stretch[], kind: Stretch['kind']): Stretch[] {
  return all.filter((one) => one.kind === kind).slice(0, mostListed)
}
