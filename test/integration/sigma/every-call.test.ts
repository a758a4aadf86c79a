import { expect, it } from 'vitest'
import { wrappedSpec } from '../../../src/main/sources/export-workbook-spec.ts'
import { sigmaCallNames, sigmaCalls, type SigmaCallName, type SigmaIds } from '../../support/sigma-calls.ts'
import { type Reached, reach } from './organization.ts'

const tenantId = 'a0000000-0000-4000-8000-000000000001'

/** Ids of things that are there, found through the client itself. */
async function idsOf({ client, organization }: Reached): Promise<SigmaIds> {
  const { workbookId, elementId } = organization
  const who = await client.whoami()
  // Somebody else: the owner of the credentials would lock the client out by deactivating himself.
  const member = (await client.members.list()).find((one) => one.memberId !== who.userId)
  const [team] = await client.teams.list()
  const [type] = await client.accountTypes.list()
  // The audit connection has nobody's grants.
  const connection = (await client.connections.list()).find((one) => one.isAuditLog !== true)
  const connectionId = connection?.connectionId ?? ''
  // Databases and schemas are among the paths too.
  const first = (await client.connections.paths(connectionId)).find((one) => one.path.length === 3)
  const table = await client.connections.lookup(connectionId, first?.path ?? [])
  await client.pathGrants.add(table.inodeId, [{ grantee: { teamId: team?.teamId ?? '' }, permission: 'annotate' }])
  const tables = [{ path: first?.path ?? [], columns: await client.connections.columns(table.inodeId) }]
  const [page] = await client.workbooks.pages(workbookId)
  const [workspace] = await client.workspaces.list()
  const started = await client.workbooks.export(workbookId, { elementId, format: 'jsonl' })
  return {
    memberId: member?.memberId ?? '',
    teamId: team?.teamId ?? '',
    accountTypeId: type?.accountTypeId ?? '',
    connectionId,
    path: first?.path ?? [],
    tableId: table.inodeId,
    connectionGrantId: (await client.connectionGrants.list(connectionId)).at(-1)?.grantId ?? '',
    pathGrantId: (await client.pathGrants.list(table.inodeId))[0]?.grantId ?? '',
    workbookId,
    pageId: page?.pageId ?? '',
    elementId,
    folderId: workspace?.workspaceId ?? '',
    queryId: started.queryId,
    tenantId,
    workbookSpec: wrappedSpec({
      name: 'Made from a text',
      folderId: workspace?.workspaceId ?? '',
      connectionId,
      tables
    })
  }
}

it.each(['over HTTP', 'in process'] as const)(
  'makes every call of the client against an organization reached %s',
  async (way) => {
    const reached = await reach(way, {
      backfilledHistoryMs: 3_600_000,
      tenants: [{ organizationId: tenantId, name: 'Halden Norge', slug: 'halden-norge' }]
    })
    try {
      const ids = await idsOf(reached)
      expect(Object.entries(ids).filter(([, value]) => value === '')).toEqual([])
      const client = reached.makeClient()
      const silent: SigmaCallName[] = []
      const failed: Record<string, unknown> = {}
      for (const name of sigmaCallNames) {
        const before = reached.arrived.length
        try {
          await sigmaCalls[name](client, ids)
        } catch (thrown) {
          failed[name] = thrown
        }
        if (reached.arrived.length === before) silent.push(name)
      }
      expect(failed).toEqual({})
      expect(silent).toEqual([])
    } finally {
      await reached.close()
    }
  }
)
