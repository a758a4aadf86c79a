import { expect, test } from 'vitest'
import { crashWords, startFailureWords } from '../../../../src/main/app/fatal-words.ts'
import { AppError } from '../../../../src/shared/kit/app-error.ts'

const systemError = (code: string) => Object.assign(new Error('EACCES: at /home/me/secret.ts:12'), { code })

test.each([
  [systemError('EACCES'), 'write permission'],
  [systemError('EROFS'), 'VIGIL_DATA_DIR'],
  [systemError('ENOSPC'), 'disk is full'],
  [new AppError('disk-full'), 'disk is full'],
  [systemError('ENOTDIR'), 'A file is where the data folder should be'],
  [new TypeError('x is not a function'), 'unforeseen']
])('%o names the folder and says what to do', (error, words) => {
  const { title, detail } = startFailureWords(error, '/data/vigil', '/data/vigil/logs/vigil.log')
  expect(title).toBe('Vigil cannot start')
  expect(detail).toContain(words)
  expect(detail).toContain('/data/vigil')
})

test('neither a stack nor the error’s own text is shown', () => {
  const error = systemError('EACCES')
  const all = JSON.stringify([startFailureWords(error, '/d', undefined), crashWords('/d/vigil.log')])
  expect(all).not.toContain('secret.ts')
})
