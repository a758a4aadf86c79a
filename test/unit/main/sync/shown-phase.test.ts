import { expect, test } from 'vitest'
import { ShownPhase } from '../../../../src/main/sync/shown-phase.ts'

test('a reading that is no news is not shown, what comes of it is', () => {
  const shown = new ShownPhase('idle')
  expect(shown.follow('pulling', false)).toBeUndefined()
  expect(shown.now).toBe('idle')
  expect(shown.follow('offline', false)).toBe('idle')
  expect(shown.follow('pulling', false)).toBeUndefined()
  expect(shown.now).toBe('offline')
  expect(shown.follow('idle', false)).toBe('offline')
})

test('a reading that somebody waits for is shown from when they do', () => {
  const shown = new ShownPhase('idle')
  shown.follow('pulling', false)
  expect(shown.follow('pulling', true)).toBe('idle')
  expect(shown.follow('pulling', true)).toBeUndefined()
  expect(shown.follow('idle', true)).toBe('pulling')
})

test('sending is always shown', () => {
  const shown = new ShownPhase('idle')
  expect(shown.follow('pushing', false)).toBe('idle')
  expect(shown.now).toBe('pushing')
})
