import { describe, expect, it } from 'vitest'
import { sqliteCode, toDatabaseError, toTrace } from '../../../../src/main/db/sqlite-errors.ts'
import { AppError } from '../../../../src/shared/kit/app-error.ts'

const file = '/home/someone/vigil/organizations/x/org.sqlite'
const sqliteError = (code: string, message = 'message') =>
  Object.assign(new Error(message), { name: 'SqliteError', code })

describe('errors of SQLite', () => {
  it.each([
    ['SQLITE_FULL', 'disk-full'],
    ['SQLITE_CORRUPT', 'database-damaged'],
    ['SQLITE_CORRUPT_INDEX', 'database-damaged'],
    ['SQLITE_NOTADB', 'database-damaged'],
    ['SQLITE_READONLY', 'folder-not-writable'],
    ['SQLITE_READONLY_DIRECTORY', 'folder-not-writable'],
    ['SQLITE_CANTOPEN', 'folder-not-writable'],
    ['SQLITE_BUSY', 'busy'],
    ['SQLITE_BUSY_SNAPSHOT', 'busy'],
    ['SQLITE_LOCKED', 'busy'],
    ['SQLITE_CONSTRAINT_UNIQUE', 'internal'],
    ['SQLITE_ERROR', 'internal']
  ])('%s becomes %s with the name of the file and not its folder', (code, expected) => {
    const error = toDatabaseError(sqliteError(code), file)
    expect(error.code).toBe(expected)
    expect(error.params['file']).toBe('org.sqlite')
    expect(JSON.stringify(error.toData())).not.toContain('someone')
  })

  it('leaves an error of Vigil as it is', () => {
    const error = new AppError('name-taken')
    expect(toDatabaseError(error, file)).toBe(error)
  })

  it('tells in the log the type, the code and the place, and no message, which may quote data', () => {
    const secret = 'sk-live-0123456789abcdef'
    const trace = toTrace(sqliteError('SQLITE_ERROR', `near "${secret}"\n at ${secret}: syntax error`))
    expect(trace).toMatchObject({ type: 'SqliteError', sqliteCode: 'SQLITE_ERROR' })
    expect(trace.stack).toContain('sqlite-errors.test.ts')
    expect(JSON.stringify(trace)).not.toContain(secret)
    expect(JSON.stringify(toDatabaseError(sqliteError('SQLITE_ERROR', secret), file).toData())).not.toContain(secret)
    expect(sqliteCode(new Error('x'))).toBeUndefined()
    expect(toTrace(`thrown ${secret}`)).toEqual({ type: 'string', stack: '' })
  })
})
