import type { BulkAction, BulkPlan, BulkPlanItem, BulkRun, CredentialList } from '../../shared/contract/bulk.ts'
import type { Organization } from '../../shared/contract/organizations.ts'
import type { Setting } from '../../shared/contract/settings.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import { Secret } from '../../shared/kit/secret.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { FileDialogs } from '../ports/file-dialogs.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { SecretVault } from '../ports/secret-vault.port.ts'
import type { JournalStore } from '../stores/journal-store.ts'
import { bulkDeed, type BulkServices } from './bulk-actions.ts'
import { planItem } from './bulk-plan.ts'
import { BulkRunning } from './bulk-run.ts'
import { readCredentialFile } from './credential-file.ts'
import type { CredentialLists } from './credential-lists.ts'
import { inParallel } from './in-parallel.ts'

/** Runs that are remembered. The journal remembers all that was done. */
const runsKept = 20
/** Organizations whose settings are read side by side for a plan. */
const readAtOnce = 8

export interface BulkServiceOptions extends Omit<BulkServices, 'lists'> {
  readonly lists: CredentialLists
  /** Those that are there, as the list shows them. */
  readonly describe: (ids: readonly OrganizationId[]) => Promise<readonly Organization[]>
  readonly names: () => Promise<readonly { readonly id: OrganizationId; readonly name: string }[]>
  readonly vault: Pick<SecretVault, 'keychainStatus'>
  readonly journal: Pick<JournalStore, 'append'>
  readonly fileDialogs: FileDialogs
  readonly clock: Clock
  readonly logger: Logger
  readonly announce: Announce
}

/** One action in many organizations: what it would do, its progress, its end, and again what failed. */
export class BulkService {
  readonly #options: BulkServiceOptions
  /** Newest first. */
  #runs: BulkRunning[] = []
  #isStarting = false
  #running: { readonly run: BulkRunning; readonly done: Promise<void> } | undefined

  constructor(options: BulkServiceOptions) {
    this.#options = options
  }

  /** What would happen in each. Local: answers offline. @throws AppError `not-found` for a credential list that is gone */
  async plan(action: BulkAction, ids: readonly OrganizationId[]): Promise<BulkPlan> {
    return { action, items: await this.#plan(action, ids) }
  }

  /** @throws AppError `busy` while another run goes on; `not-found` for a credential list that is gone */
  async start(action: BulkAction, ids: readonly OrganizationId[]): Promise<BulkRun> {
    const { clock, journal, announce } = this.#options
    if (this.#isStarting || this.#running?.run.hasEnded === false) throw new AppError('busy', {})
    this.#isStarting = true
    try {
      // One that has ended may still be writing its last words.
      await this.#running?.done
      const plan = await this.#plan(action, ids)
      const run = new BulkRunning({
        action,
        plan,
        deed: bulkDeed(this.#options, action),
        clock,
        changed: (runId) => announce('bulkRunChanged', { runId })
      })
      await journal.append({
        action: 'bulk-started',
        outcome: 'requested',
        detail: { bulkAction: action.kind, organizations: run.counts().waiting },
        atMs: clock.nowMs()
      })
      this.#runs = [run, ...this.#runs].slice(0, runsKept)
      this.#running = { run, done: this.#follow(run) }
      return run.view()
    } finally {
      this.#isStarting = false
    }
  }

  /** @throws AppError `not-found` */
  get(runId: string): BulkRun {
    return this.#find(runId).view()
  }

  /** Newest first. */
  list(): BulkRun[] {
    return this.#runs.map((run) => run.view())
  }

  /** Lets what is running end and starts nothing more. @throws AppError `not-found` */
  cancel(runId: string): BulkRun {
    const run = this.#find(runId)
    run.cancel()
    return run.view()
  }

  /** @throws AppError `not-found`, `busy`; `invalid-input` when nothing failed or was cancelled */
  async retry(runId: string): Promise<BulkRun> {
    const { action, state, items } = this.get(runId)
    if (state !== 'ended') throw new AppError('busy', {})
    const again = items.filter((item) => item.state === 'failed' || item.state === 'cancelled')
    if (again.length === 0) throw new AppError('invalid-input', { field: 'runId', reason: 'nothing-to-retry' })
    return this.start(
      action,
      again.map((item) => item.organizationId)
    )
  }

  /** Asks for a file with new credentials and reads it. @throws AppError `file-not-readable` */
  async chooseCredentialFile(): Promise<CredentialList | null> {
    const { fileDialogs, lists, names } = this.#options
    const file = await fileDialogs.chooseOpenFile({ title: 'Choose new credentials', extensions: ['csv'], kind: 'CSV' })
    if (file === undefined) return null
    return lists.keep(await readCredentialFile(file), await names())
  }

  /** Keeps credentials that were typed. */
  async keepCredentials(
    entries: readonly {
      readonly organizationId: OrganizationId
      readonly clientId: string
      readonly clientSecret: string
    }[]
  ): Promise<CredentialList> {
    const known = await this.#options.names()
    const byId = new Map(known.map(({ id, name }) => [id, name]))
    const list = this.#options.lists.keep(
      entries.map(({ organizationId, clientId, clientSecret }) => ({
        name: organizationId,
        clientId,
        secret: new Secret(clientSecret)
      })),
      known
    )
    const named = list.entries.map((entry) => ({
      ...entry,
      name: (entry.organizationId === undefined ? undefined : byId.get(entry.organizationId)) ?? entry.name
    }))
    return { ...list, entries: named }
  }

  dropCredentials(listId: string): void {
    this.#options.lists.drop(listId)
  }

  /** Calls off what runs, waits for its end, and forgets all credentials. */
  async stop(): Promise<void> {
    for (const run of this.#runs) run.cancel()
    await this.#running?.done
    this.#options.lists.stop()
  }

  async #follow(run: BulkRunning): Promise<void> {
    const { journal, clock, logger } = this.#options
    try {
      await run.run()
      const { done, failed, skipped, cancelled } = run.counts()
      await journal.append({
        action: 'bulk-ended',
        outcome: failed + cancelled === 0 ? 'done' : 'failed',
        detail: { bulkAction: run.action.kind, done, failed, skipped, cancelled },
        atMs: clock.nowMs()
      })
    } catch (error) {
      logger.error('the end of a bulk action was not written down', { error })
    } finally {
      this.#running = undefined
    }
  }

  #find(runId: string): BulkRunning {
    const run = this.#runs.find((one) => one.runId === runId)
    if (run === undefined) throw new AppError('not-found', { what: 'run' })
    return run
  }

  async #plan(action: BulkAction, ids: readonly OrganizationId[]): Promise<BulkPlanItem[]> {
    const { describe, vault, lists } = this.#options
    const withCredentials = action.kind === 'rotate' ? lists.organizationsIn(action.listId) : new Set<OrganizationId>()
    const [organizations, keychain] = await Promise.all([describe([...new Set(ids)]), vault.keychainStatus()])
    return inParallel(organizations, readAtOnce, async (organization) =>
      planItem(action, {
        organization,
        isAdmin: organization.accountType === undefined ? undefined : isAdmin(organization.accountType),
        settings: action.kind === 'apply-settings' ? await this.#settingsOf(organization.id) : [],
        hasNewCredentials: withCredentials.has(organization.id),
        keychain: keychain.state
      })
    )
  }

  /** Nothing is known of files that cannot be read: one damaged file must not keep the plan of the others away. */
  async #settingsOf(id: OrganizationId): Promise<readonly Setting[]> {
    try {
      return (await this.#options.settings.get(id)).settings
    } catch {
      return []
    }
  }
}

/** Sigma: only the Admin account type may change settings. */
function isAdmin(accountType: string): boolean {
  return accountType.trim().toLowerCase() === 'admin'
}
