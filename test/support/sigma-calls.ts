import type { SigmaClient } from '../../src/main/sigma/sigma-client.ts'

/** `members.list` for each call of the client, `whoami` for those at its top. */
export type SigmaCallName = {
  [Part in keyof SigmaClient]: SigmaClient[Part] extends (...given: never[]) => unknown
    ? Part
    : `${Part}.${Extract<keyof SigmaClient[Part], string>}`
}[keyof SigmaClient]

/** Ids that the calls are made with. */
export interface SigmaIds {
  readonly memberId: string
  readonly teamId: string
  readonly accountTypeId: string
  readonly connectionId: string
  readonly path: readonly string[]
  readonly tableId: string
  readonly connectionGrantId: string
  readonly pathGrantId: string
  readonly workbookId: string
  readonly pageId: string
  readonly elementId: string
  readonly folderId: string
  readonly queryId: string
  readonly tenantId: string
  readonly workbookSpec: unknown
}

export type SigmaCall = (client: SigmaClient, ids: SigmaIds, signal?: AbortSignal) => Promise<unknown>

async function wholeOf(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of body) pieces.push(piece)
  return Buffer.concat(pieces)
}

async function allOf<Entry>(pages: AsyncIterable<{ readonly entries: readonly Entry[] }>): Promise<Entry[]> {
  const entries: Entry[] = []
  for await (const page of pages) entries.push(...page.entries)
  return entries
}

/**
 * Every call that the client has, once; the compiler asks for those that are missing. In an order in which they can all
 * be made against one organization.
 */
export const sigmaCalls: Readonly<Record<SigmaCallName, SigmaCall>> = {
  whoami: (client, _ids, signal) => client.whoami(signal),
  'members.list': (client, _ids, signal) => client.members.list({}, signal),
  'members.pages': (client, _ids, signal) => allOf(client.members.pages({}, signal)),
  'members.get': (client, { memberId }, signal) => client.members.get(memberId, signal),
  'members.teams': (client, { memberId }, signal) => client.members.teams(memberId, signal),
  'members.create': (client, _ids, signal) =>
    client.members.create(
      { email: 'new.person@halden.example', firstName: 'New', lastName: 'Person' },
      { sendInvite: false, signal }
    ),
  'members.update': (client, { memberId }, signal) => client.members.update(memberId, { firstName: 'Ada' }, signal),
  'members.revoke': (client, { memberId }, signal) => client.members.revoke(memberId, signal),
  'members.deactivate': (client, { memberId }, signal) => client.members.deactivate(memberId, signal),
  'accountTypes.list': (client, _ids, signal) => client.accountTypes.list(signal),
  'accountTypes.pages': (client, _ids, signal) => allOf(client.accountTypes.pages(signal)),
  'accountTypes.permissions': (client, { accountTypeId }, signal) =>
    client.accountTypes.permissions(accountTypeId, signal),
  'teams.list': (client, _ids, signal) => client.teams.list({}, signal),
  'teams.pages': (client, _ids, signal) => allOf(client.teams.pages(signal)),
  'teams.get': (client, { teamId }, signal) => client.teams.get(teamId, signal),
  'teams.members': (client, { teamId }, signal) => client.teams.members(teamId, signal),
  'teams.changeMembers': (client, { teamId, memberId }, signal) =>
    client.teams.changeMembers(teamId, { add: [memberId] }, signal),
  'connections.list': (client, _ids, signal) => client.connections.list({}, signal),
  'connections.get': (client, { connectionId }, signal) => client.connections.get(connectionId, signal),
  'connections.test': (client, { connectionId }, signal) => client.connections.test(connectionId, signal),
  'connections.paths': (client, { connectionId }, signal) => client.connections.paths(connectionId, signal),
  'connections.lookup': (client, { connectionId, path }, signal) =>
    client.connections.lookup(connectionId, path, signal),
  'connections.columns': (client, { tableId }, signal) => client.connections.columns(tableId, signal),
  'connections.pathOf': (client, { tableId }, signal) => client.connections.pathOf(tableId, signal),
  'connections.sync': (client, { connectionId, path }, signal) => client.connections.sync(connectionId, path, signal),
  'grants.list': (client, { teamId }, signal) => client.grants.list({ teamId }, { signal }),
  'connectionGrants.list': (client, { connectionId }, signal) => client.connectionGrants.list(connectionId, signal),
  'connectionGrants.add': (client, { connectionId, teamId }, signal) =>
    client.connectionGrants.add(connectionId, [{ grantee: { teamId }, permission: 'annotate' }], signal),
  'connectionGrants.remove': (client, { connectionId, connectionGrantId }, signal) =>
    client.connectionGrants.remove(connectionId, connectionGrantId, signal),
  'pathGrants.list': (client, { tableId }, signal) => client.pathGrants.list(tableId, signal),
  'pathGrants.add': (client, { tableId, memberId }, signal) =>
    client.pathGrants.add(tableId, [{ grantee: { memberId }, permission: 'usage' }], signal),
  'pathGrants.remove': (client, { tableId, pathGrantId }, signal) =>
    client.pathGrants.remove(tableId, pathGrantId, signal),
  'workbooks.list': (client, _ids, signal) => client.workbooks.list({}, signal),
  'workbooks.get': (client, { workbookId }, signal) => client.workbooks.get(workbookId, signal),
  'workbooks.pages': (client, { workbookId }, signal) => client.workbooks.pages(workbookId, signal),
  'workbooks.elements': (client, { workbookId }, signal) => client.workbooks.elements(workbookId, signal),
  'workbooks.pageElements': (client, { workbookId, pageId }, signal) =>
    client.workbooks.pageElements(workbookId, pageId, signal),
  'workbooks.columns': (client, { workbookId, elementId }, signal) =>
    client.workbooks.columns(workbookId, elementId, signal),
  'workbooks.controls': (client, { workbookId }, signal) => client.workbooks.controls(workbookId, signal),
  'workbooks.schema': (client, { workbookId }, signal) =>
    client.workbooks.schema(workbookId, { includeSql: true, signal }),
  'workbooks.create': (client, { folderId }, signal) => client.workbooks.create({ name: 'Empty', folderId }, signal),
  'workbooks.createFromSpec': (client, { workbookSpec }, signal) =>
    client.workbooks.createFromSpec(workbookSpec, signal),
  'workbooks.export': (client, { workbookId, elementId }, signal) =>
    client.workbooks.export(workbookId, { elementId, format: 'jsonl' }, signal),
  'queries.download': (client, { queryId }, signal) => wholeOf(client.queries.download(queryId, { signal })),
  'settings.getSetting': (client, _ids, signal) => client.settings.getSetting('comments', signal),
  'settings.setSetting': (client, _ids, signal) =>
    client.settings.setSetting('comments', false, { idempotencyKey: 'key-1', signal }),
  'workspaces.list': (client, _ids, signal) => client.workspaces.list({}, signal),
  'files.list': (client, _ids, signal) => client.files.list({}, signal),
  'tags.list': (client, _ids, signal) => client.tags.list({}, signal),
  'tenants.list': (client, _ids, signal) => client.tenants.list({}, signal),
  'tenants.pages': (client, _ids, signal) => allOf(client.tenants.pages(signal)),
  'tenants.get': (client, { tenantId }, signal) => client.tenants.get(tenantId, signal)
}

export const sigmaCallNames = Object.keys(sigmaCalls) as SigmaCallName[]
