import type { Notice } from '../../shared/contract/diagnostics.ts'
import type { OrganizationId } from '../../shared/kit/ids.ts'
import type { DatabaseRecovery } from '../db/client.ts'
import type { Announce } from '../ports/announcer.port.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { InboxService } from '../services/inbox-service.ts'
import type { SalvageReport } from '../services/salvage-service.ts'
import type { OrganizationStore } from '../stores/organization-store.ts'

/** Days that a message names. */
const daysTold = 7

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

/** Tells a person of a database that was damaged; what was told before is known by its key. Never throws. */
export async function tellRecovery(
  recovery: DatabaseRecovery,
  inbox: Pick<InboxService, 'tell'>,
  organizations: Pick<OrganizationStore, 'get'>,
  logger: Logger
): Promise<void> {
  try {
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
  } catch (error) {
    logger.error('recovery was not told', { error })
  }
}

/** Tells a person what came of a damaged archive: what was put back, and what is lost. */
export async function tellSalvage(
  id: OrganizationId,
  report: SalvageReport,
  inbox: Pick<InboxService, 'tell'>,
  organizations: Pick<OrganizationStore, 'get'>
): Promise<void> {
  const record = await organizations.get(id)
  const { fileName, rowsRead, rowsAdded, rowsLost, daysLost, isComplete } = report
  const more = daysLost.length > daysTold ? ` and ${daysLost.length - daysTold} more days` : ''
  await inbox.tell({
    key: `salvaged:${fileName}`,
    organizationId: id,
    organizationName: record?.name ?? 'Vigil',
    kind: 'database-restored',
    facts: {
      outcome: 'salvaged',
      file: fileName,
      rowsRead,
      rowsAdded,
      rowsLost,
      daysLost: `${daysLost.slice(0, daysTold).join(', ')}${more}`,
      isComplete: isComplete ? 'yes' : 'no'
    },
    isNotified: rowsLost > 0
  })
}
