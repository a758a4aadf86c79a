import { normalizeName } from '../../shared/domain/audit-schema.ts'
import { type ChosenRoles, rolesWith } from '../../shared/domain/chosen-roles.ts'
import type { SourceRoles } from '../archive/parse/source-types.ts'
import type { SigmaClient } from '../sigma/sigma-client.ts'
import { isPassedOver } from '../sources/read-export-workbook.ts'

export interface KnownColumn {
  readonly name: string
  readonly type?: string
}

/**
 * The columns that an export of a workbook's element will have.
 * @param types columns of the table at the connection, whose types are used for columns of the same name
 * @returns none where these credentials may not see them
 * @throws AppError when Sigma is out of reach
 */
export async function columnsOfElement(
  client: Pick<SigmaClient, 'workbooks'>,
  workbookId: string,
  elementId: string,
  types: readonly KnownColumn[],
  signal: AbortSignal
): Promise<readonly KnownColumn[]> {
  const typeOf = new Map(types.map((column) => [normalizeName(column.name), column.type]))
  try {
    const columns = await client.workbooks.columns(workbookId, elementId, signal)
    return columns.map(({ label, type }) => {
      const known = typeOf.get(normalizeName(label)) ?? (type === 'unknown' ? undefined : type)
      return { name: label, ...(known === undefined ? {} : { type: known }) }
    })
  } catch (thrown) {
    if (isPassedOver(thrown)) return []
    throw thrown
  }
}

/** The roles that decide how rows are placed and told apart. */
export function sourceRoles(columns: readonly KnownColumn[], chosen: ChosenRoles): SourceRoles {
  const { time, eventId } = rolesWith(columns, chosen)
  return {
    ...(time === undefined ? {} : { timeColumn: time }),
    ...(eventId === undefined ? {} : { eventIdColumn: eventId })
  }
}

/** Names in the first lines of JSON lines, in the order in which they come. */
export function namesInLines(bytes: Uint8Array): string[] {
  const text = new TextDecoder().decode(bytes.subarray(0, 64 * 1024))
  const names = new Set<string>()
  for (const line of text.split('\n').slice(0, 20)) {
    try {
      const row: unknown = JSON.parse(line)
      if (typeof row === 'object' && row !== null) for (const name of Object.keys(row)) names.add(name)
    } catch {
      // Cut off, or no row: the parser has its own word on that.
    }
  }
  return [...names]
}
