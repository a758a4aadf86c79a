import type { CredentialList } from '../../shared/contract/bulk.ts'
import { AppError } from '../../shared/kit/app-error.ts'
import { isUuid, type OrganizationId } from '../../shared/kit/ids.ts'
import type { Secret } from '../../shared/kit/secret.ts'
import { minuteMs } from '../../shared/kit/time.ts'
import type { Clock } from '../ports/clock.port.ts'
import type { CredentialLine } from './credential-file.ts'

/** How long secrets that nobody uses are kept in memory. */
export const credentialListLifetimeMs = 30 * minuteMs
/** As in the contract, for what is typed. */
const longestClientId = 200
/** What is shown of a name that no organization has. */
const longestNameShown = 200

/** Credentials that can be used. */
export interface ListedCredentials {
  readonly clientId: string
  readonly secret: Secret
}

interface HeldList {
  readonly shown: CredentialList
  readonly credentials: Map<OrganizationId, ListedCredentials>
  readonly endsAtMs: number
}

interface KnownOrganization {
  readonly id: OrganizationId
  readonly name: string
}

type Entry = CredentialList['entries'][number]

/**
 * Credentials that wait to be rotated in, in memory only: until they are used, dropped, half an hour old, or Vigil quits.
 * What leaves this class shows no secret.
 */
export class CredentialLists {
  readonly #clock: Clock
  readonly #lists = new Map<string, HeldList>()
  readonly #stop = new AbortController()
  #isWatching = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Keeps lines, each for the organization that it names by name, whatever its case, or by id. */
  keep(
    lines: readonly (Omit<CredentialLine, 'line'> & { readonly line?: number })[],
    known: readonly KnownOrganization[]
  ): CredentialList {
    const byName = new Map(known.flatMap(({ id, name }) => [[nameKey(name), id] as const, [id as string, id] as const]))
    const found = lines.map((line) => ({ line, organizationId: byName.get(nameKey(line.name)) }))
    const times = new Map<OrganizationId, number>()
    for (const { organizationId: id } of found) if (id !== undefined) times.set(id, (times.get(id) ?? 0) + 1)
    const credentials = new Map<OrganizationId, ListedCredentials>()
    const entries = found.map(({ line, organizationId }): Entry => {
      const problem = problemOf(line, organizationId, times)
      if (organizationId !== undefined && problem === undefined && line.secret !== undefined)
        credentials.set(organizationId, { clientId: line.clientId, secret: line.secret })
      return {
        name: line.name.slice(0, longestNameShown),
        clientId: line.clientId.slice(0, longestClientId),
        ...(organizationId === undefined ? {} : { organizationId }),
        ...(problem === undefined ? {} : { problem }),
        ...(line.line === undefined ? {} : { line: line.line })
      }
    })
    const shown = { listId: crypto.randomUUID(), entries }
    this.#lists.set(shown.listId, {
      shown,
      credentials,
      endsAtMs: this.#clock.monotonicMs() + credentialListLifetimeMs
    })
    void this.#watch()
    return shown
  }

  /** Organizations that a list has credentials for. @throws AppError `not-found` when it was dropped or became too old */
  organizationsIn(listId: string): ReadonlySet<OrganizationId> {
    return new Set(this.#get(listId).credentials.keys())
  }

  /** @throws AppError `not-found` */
  credentialsOf(listId: string, id: OrganizationId): ListedCredentials {
    const credentials = this.#get(listId).credentials.get(id)
    if (credentials === undefined) throw new AppError('not-found', { what: 'credentials' })
    return credentials
  }

  /** These credentials are in the vault now. The list goes with its last one. */
  used(listId: string, id: OrganizationId): void {
    const list = this.#lists.get(listId)
    list?.credentials.delete(id)
    if (list?.credentials.size === 0) this.#lists.delete(listId)
  }

  /** Forgets a list. Harmless when it is gone already. */
  drop(listId: string): void {
    this.#lists.delete(listId)
  }

  /** Forgets everything, for good. */
  stop(): void {
    this.#stop.abort()
    this.#lists.clear()
  }

  #get(listId: string): HeldList {
    this.#forgetOld()
    const list = this.#lists.get(listId)
    if (list === undefined) throw new AppError('not-found', { what: 'credential-list' })
    return list
  }

  #forgetOld(): void {
    const now = this.#clock.monotonicMs()
    for (const [listId, list] of this.#lists) if (list.endsAtMs <= now) this.#lists.delete(listId)
  }

  /** Looks again when the next list has become too old, as long as there are any. */
  async #watch(): Promise<void> {
    if (this.#isWatching) return
    this.#isWatching = true
    while (this.#lists.size > 0 && !this.#stop.signal.aborted) {
      const nextMs = Math.min(...[...this.#lists.values()].map((list) => list.endsAtMs))
      await this.#clock.sleep(Math.max(0, nextMs - this.#clock.monotonicMs()), this.#stop.signal).catch(() => undefined)
      this.#forgetOld()
    }
    this.#isWatching = false
  }
}

function problemOf(
  line: Pick<CredentialLine, 'clientId' | 'secret'>,
  id: OrganizationId | undefined,
  times: ReadonlyMap<OrganizationId, number>
): Entry['problem'] {
  if (id === undefined) return 'no-such-organization'
  // Which of two is meant is not guessed: none of them is used.
  if ((times.get(id) ?? 0) > 1) return 'twice'
  if (line.clientId === '' || line.clientId.length > longestClientId) return 'no-client-id'
  return line.secret === undefined ? 'no-client-secret' : undefined
}

/** A name as compared: case, width and outer spaces do not make another name. Ids are names of their own. */
function nameKey(name: string): string {
  const key = name.trim().normalize('NFKC').toLowerCase()
  return isUuid(key) ? key : `name:${key}`
}
