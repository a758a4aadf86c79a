import { expect, test } from 'vitest'
import { tablePathsIn } from '../../../../src/main/services/connection-service.ts'

test('databases and schemas that stand beside their tables are no tables', () => {
  const tables = [
    ['AUDIT_LOG', 'PUBLIC', 'AUDIT_LOGS'],
    ['AUDIT_LOG', 'SIGMA_SHARED', 'USERS']
  ]
  expect(tablePathsIn([['AUDIT_LOG'], ['AUDIT_LOG', 'PUBLIC'], ['AUDIT_LOG', 'SIGMA_SHARED'], [], ...tables])).toEqual(
    tables
  )
})

test('names that begin alike are not above each other', () => {
  const paths = [['A'], ['AB', 'C']]
  expect(tablePathsIn(paths)).toEqual(paths)
})
