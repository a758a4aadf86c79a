import { expect, it } from 'vitest'
import { csvLine } from '../../../../src/shared/domain/csv.ts'

it('quotes what would break a line and doubles quotation marks', () => {
  expect(csvLine(['a', 'b,c', 'd"e', 'f\ng', undefined, 3, false])).toBe('a,"b,c","d""e","f\ng",,3,false\r\n')
})

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('lets no spreadsheet run %j', (text) => {
  expect(csvLine([text]).replace(/^"/, '').startsWith(`'${text}`)).toBe(true)
})

it('leaves numbers and signs inside a text alone', () => {
  expect(csvLine([-1, 'a=b', 'a-b'])).toBe('-1,a=b,a-b\r\n')
})
