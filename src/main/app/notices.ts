import type { Notice } from '../../shared/contract/diagnostics.ts'
import type { DatabaseRecovery } from '../db/client.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { InboxService } from '../services/inbox-service.ts'
import type { OrganizationStore } from '../stores/organization-store.ts'

/** What the person should know about this start of the program. */
export class Notices {
  readonly #announce: Announce
  readonly #notices: Notice[] = []

  constructor(announce: Announce) {
    this.#announce = announce
  }

  add(kind: Notice['kind'], facts: Notice['facts'] = {}): void {
    this.#notices.push({ kind, facts })
    this.#announce('noticesChanged', {})
  }

  all(): readonly Notice[] {
    return this.#notices
  }
}

/** What the person should know of a database that was damaged: which one, what was done, where the old file is. */
export function recoveryFacts({
  ref,
  fileName,
  setAsideAs,
  outcome,
  backupTakenAtMs
}: DatabaseRecovery): Record<string, string> {
  return {
    database: fileName,
    outcome,
    ...(setAsideAs === undefined ? {} : { file: setAsideAs }),
    ...(backupTakenAtMs === undefined ? {} : { backupTakenAt: new Date(backupTakenAtMs).toISOString() }),
    ...('organizationId' in ref ? { organizationId: ref.organizationId } : {})
  }
}

/** Tells a person of a database that was damaged; what was told before is known by its key. */
export async function tellRecovery(
  recovery: DatabaseRecovery,
  inbox: Pick<InboxService, 'tell'>,
  organizations: Pick<OrganizationStore, 'get'>
): Promise<void> {
  const { ref } = recovery
  const record = 'organizationId' in ref ? await organizations.get(ref.organizationId) : undefined
  await inbox.tell({
    key: `recovered:${recovery.fileName}:${recovery.atMs}`,
    ...(record ? { organizationId: record.id } : {}),
    organizationName: record?.name ?? 'Vigil',
    kind: 'database-restored',
    facts: recoveryFacts(recovery),
    isNotified: false
  })
}
