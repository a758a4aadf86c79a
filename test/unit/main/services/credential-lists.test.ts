import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { readCredentialFile } from '../../../../src/main/services/credential-file.ts'
import { CredentialLists, credentialListLifetimeMs } from '../../../../src/main/services/credential-lists.ts'
import { newOrganizationId } from '../../../../src/shared/kit/ids.ts'
import { Secret } from '../../../../src/shared/kit/secret.ts'
import { createManualClock } from '../../../support/manual-clock.ts'

const folder = mkdtempSync(join(tmpdir(), 'vigil-credentials-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function fileOf(content: string | Buffer): string {
  const file = join(folder, `${crypto.randomUUID()}.csv`)
  writeFileSync(file, content)
  return file
}

const read = async (content: string | Buffer) =>
  (await readCredentialFile(fileOf(content))).map(({ secret, ...line }) => ({ ...line, secret: secret?.reveal() }))

describe('a file of credentials', () => {
  it('has its columns in any order among others, in any case, from any spreadsheet', async () => {
    const wanted = [{ line: 2, name: 'Acme, Inc.', clientId: 'id-1', secret: 's-1' }]
    expect(await read('organization,client_id,client_secret\n"Acme, Inc.",id-1,s-1')).toEqual(wanted)
    expect(await read('\uFEFFNote;Client Secret;CLIENT_ID;Organization\r\nx;s-1;id-1;Acme, Inc.\r\n')).toEqual(wanted)
    const utf16 = Buffer.from('\uFEFForganization\tclient-id\tclient_secret\r\nAcme, Inc.\tid-1\ts-1', 'utf16le')
    expect(await read(utf16)).toEqual(wanted)
  })

  it('may have lines that lack something', async () => {
    expect(await read('organization,client_id,client_secret\nAcme\n\nGlobex,id,')).toEqual([
      { line: 2, name: 'Acme', clientId: '', secret: undefined },
      { line: 4, name: 'Globex', clientId: 'id', secret: undefined }
    ])
  })

  it.each([
    ['without such a header', 'name,id,secret\na,b,marker-s', 'no-header'],
    ['with its header alone', 'organization,client_id,client_secret\n', 'no-rows'],
    ['that is empty', '', 'no-header'],
    ['that is no text', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0xff, 0xfe]), 'not-csv'],
    ['with a quotation mark that never ends', 'organization,client_id,client_secret\n"a,b,marker-s', 'not-csv']
  ])('%s is refused with a reason and nothing of its content', async (_case, content, reason) => {
    const error = await readCredentialFile(fileOf(content)).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'file-not-readable', params: { reason } })
    expect(inspect(error)).not.toContain('marker-s')
  })

  it('that is too large is not read, and one that is not there says so', async () => {
    const large = fileOf('organization,client_id,client_secret\n')
    truncateSync(large, 5 * 1024 * 1024)
    await expect(readCredentialFile(large)).rejects.toMatchObject({ params: { reason: 'too-large' } })
    await expect(readCredentialFile(join(folder, 'none.csv'))).rejects.toMatchObject({
      params: { reason: 'no-access' }
    })
    await expect(readCredentialFile(folder)).rejects.toMatchObject({ params: { reason: 'no-access' } })
  })
})

describe('a list of credentials', () => {
  const acme = { id: newOrganizationId(), name: 'Acme' }
  const globex = { id: newOrganizationId(), name: 'Globex GmbH' }
  const known = [acme, globex]
  const line = (name: string, clientId = 'id', secret: string | undefined = 'marker-secret') => ({
    name,
    clientId,
    secret: secret === undefined ? undefined : new Secret(secret)
  })

  it('finds organizations by name, whatever its case and width, and by id', () => {
    const lists = new CredentialLists(createManualClock())
    const list = lists.keep([line(' ａCME '), line(globex.id.toUpperCase())], known)
    expect(list.entries.map(({ organizationId }) => organizationId)).toEqual([acme.id, globex.id])
    expect(lists.organizationsIn(list.listId)).toEqual(new Set([acme.id, globex.id]))
    expect(lists.credentialsOf(list.listId, acme.id).secret.reveal()).toBe('marker-secret')
  })

  it('says what is wrong with a line, and uses none of two for the same organization', () => {
    const lists = new CredentialLists(createManualClock())
    const list = lists.keep(
      [line('Nobody'), line('Acme', 'id-1'), line('acme', 'id-2'), line('Globex GmbH', '')],
      known
    )
    expect(list.entries.map(({ problem }) => problem)).toEqual([
      'no-such-organization',
      'twice',
      'twice',
      'no-client-id'
    ])
    expect(lists.organizationsIn(list.listId).size).toBe(0)
    const other = lists.keep(
      [line('Acme', 'id', undefined)].map((one) => ({ ...one, secret: undefined })),
      known
    )
    expect(other.entries[0]?.problem).toBe('no-client-secret')
  })

  it('shows no secret, whatever it is printed as', () => {
    const lists = new CredentialLists(createManualClock())
    const list = lists.keep([line('Acme')], known)
    expect(JSON.stringify(list)).not.toContain('marker-secret')
    expect(inspect(lists, { depth: 10, showHidden: true })).not.toContain('marker-secret')
    expect(JSON.stringify(lists.credentialsOf(list.listId, acme.id))).not.toContain('marker-secret')
  })

  it('is forgotten when its last credentials are used, when it is dropped, and when Vigil quits', () => {
    const lists = new CredentialLists(createManualClock())
    const used = lists.keep([line('Acme')], known)
    lists.used(used.listId, acme.id)
    const dropped = lists.keep([line('Acme')], known)
    lists.drop(dropped.listId)
    const left = lists.keep([line('Acme')], known)
    lists.stop()
    for (const { listId } of [used, dropped, left])
      expect(() => lists.organizationsIn(listId)).toThrow(expect.objectContaining({ code: 'not-found' }))
  })

  it('is forgotten after half an hour', async () => {
    const clock = createManualClock()
    const lists = new CredentialLists(clock)
    const first = lists.keep([line('Acme')], known)
    await clock.advance(credentialListLifetimeMs - 1)
    const second = lists.keep([line('Acme')], known)
    expect(lists.organizationsIn(first.listId).size).toBe(1)
    await clock.advance(1)
    expect(() => lists.organizationsIn(first.listId)).toThrow(expect.objectContaining({ code: 'not-found' }))
    expect(lists.organizationsIn(second.listId).size).toBe(1)
    await clock.advance(credentialListLifetimeMs)
    expect(clock.sleeping).toBe(0)
  })
})
