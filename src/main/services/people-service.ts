import type { CallOutput, ParsedInput } from '../../shared/contract/api-types.ts'
import type { Person } from '../../shared/contract/directory.ts'
import type { SavedFile } from '../../shared/contract/primitives.ts'
import { csvLine } from '../../shared/domain/csv.ts'
import type { FoundPerson, Membership, PeopleSelection, PeopleStore } from '../stores/people-store.ts'
import { type FilePiece, saveFile, type SaveFileParts } from './save-file.ts'

export interface PeopleServiceOptions extends SaveFileParts {
  readonly people: PeopleStore
}

/** Lines that are written at once. */
const linesAtOnce = 500

const csvHeader = [
  'email',
  'name',
  'organization',
  'organization_id',
  'account_type',
  'is_admin',
  'user_kind',
  'is_deactivated',
  'is_inactive',
  'teams',
  'created_at',
  'updated_at',
  'removed_at'
]

/** People over all organizations. Local: answers offline. */
export class PeopleService {
  readonly #options: PeopleServiceOptions

  constructor(options: PeopleServiceOptions) {
    this.#options = options
  }

  /**
   * A page by e-mail address: people with a membership that fits the selection, each with all the memberships they have.
   * @throws AppError `invalid-input` for a cursor that is none
   */
  async page(request: ParsedInput<'directory', 'listPeople'>): Promise<CallOutput<'directory', 'listPeople'>> {
    const { people, unreadable, ...more } = await this.#options.people.page(request)
    return { people: people.map(personOf), unreadable: [...unreadable], ...more }
  }

  /** How many people each status finds. */
  async count(search: ParsedInput<'directory', 'countPeople'>): Promise<CallOutput<'directory', 'countPeople'>> {
    return this.#options.people.count(search)
  }

  /**
   * Writes the people whom the selection finds into a file of the person's choice, by e-mail address: a line for each
   * membership that they have, those that do not fit the selection included, as on screen.
   * @throws AppError `file-not-writable`
   */
  export({ format, ...selection }: ParsedInput<'directory', 'exportPeople'>): Promise<SavedFile> {
    return saveFile(this.#options, {
      title: 'Export people',
      name: 'vigil-people',
      format,
      action: 'people-exported',
      pieces: this.#pieces(selection, format)
    })
  }

  async *#pieces(selection: PeopleSelection, format: 'csv' | 'ndjson'): AsyncGenerator<FilePiece> {
    if (format === 'csv') yield { text: csvLine(csvHeader), entries: 0 }
    const print = format === 'csv' ? asCsv : asJson
    let lines: string[] = []
    for await (const { memberships } of this.#options.people.all(selection)) {
      for (const membership of byOrganization(memberships)) lines.push(print(membership))
      if (lines.length < linesAtOnce) continue
      yield { text: lines.join(''), entries: lines.length }
      lines = []
    }
    yield { text: lines.join(''), entries: lines.length }
  }
}

/** The person's name and address as the membership has them that was changed last. */
function personOf({ memberships }: FoundPerson): Person {
  const newest = memberships.toSorted(
    (left, right) =>
      Number(left.removedAtMs !== undefined) - Number(right.removedAtMs !== undefined) ||
      (right.updatedAtMs ?? 0) - (left.updatedAtMs ?? 0)
  )
  return {
    email: newest[0]?.email ?? '',
    name: newest.find((one) => one.name !== '')?.name ?? '',
    memberships: byOrganization(memberships)
  }
}

function byOrganization(memberships: readonly Membership[]): Membership[] {
  return memberships.toSorted((left, right) => left.organizationName.localeCompare(right.organizationName))
}

function asCsv(membership: Membership): string {
  return csvLine([
    membership.email,
    membership.name,
    membership.organizationName,
    membership.organizationId,
    membership.accountType,
    membership.isAdmin,
    membership.userKind,
    membership.isDeactivated,
    membership.isInactive,
    membership.teams.join('; '),
    timeText(membership.createdAtMs),
    timeText(membership.updatedAtMs),
    timeText(membership.removedAtMs)
  ])
}

function asJson({ createdAtMs, updatedAtMs, removedAtMs, organizationName, ...membership }: Membership): string {
  const line = {
    ...membership,
    organization: organizationName,
    createdAt: timeText(createdAtMs),
    updatedAt: timeText(updatedAtMs),
    removedAt: timeText(removedAtMs)
  }
  return `${JSON.stringify(line)}\n`
}

function timeText(atMs: number | undefined): string | undefined {
  return atMs === undefined ? undefined : new Date(atMs).toISOString()
}
