import { describe, expect, it } from 'vitest'
import {
  everyEvent,
  filterOf,
  narrowed,
  widened,
  withChip,
  withoutChip
} from '../../../../src/renderer/src/lib/event-view.ts'

const chip = (column: string, text: string | undefined, isExcluded = false) => ({ column, text, isExcluded })

describe('the view of an audit log', () => {
  it('asks for everything where nothing is looked for', () => {
    expect(filterOf(everyEvent)).toEqual({ kind: 'everything' })
    expect(filterOf({ ...everyEvent, text: '   ' })).toEqual({ kind: 'everything' })
  })

  it('joins text, range and values; wanted values of one column are alternatives', () => {
    const filter = filterOf({
      text: ' ada ',
      range: { kind: 'last', lastMs: 1_000, askedAtMs: 5_000 },
      chips: [chip('TYPE', 'LOGIN'), chip('TYPE', 'EXPORT'), chip('STATUS', 'FAILURE', true)]
    })
    expect(filter).toEqual({
      kind: 'and',
      filters: [
        { kind: 'time', fromMs: 4_000 },
        { kind: 'contains', text: 'ada' },
        { kind: 'equals', column: 'TYPE', values: ['LOGIN', 'EXPORT'] },
        { kind: 'not', filter: { kind: 'equals', column: 'STATUS', values: ['FAILURE'] } }
      ]
    })
  })

  it('asks for rows without a value, alone and beside values', () => {
    const none = { kind: 'not', filter: { kind: 'present', column: 'OBJECT' } }
    expect(filterOf({ ...everyEvent, chips: [chip('OBJECT', undefined)] })).toEqual(none)
    expect(filterOf({ ...everyEvent, chips: [chip('OBJECT', undefined), chip('OBJECT', 'a')] })).toEqual({
      kind: 'or',
      filters: [{ kind: 'equals', column: 'OBJECT', values: ['a'] }, none]
    })
  })

  it('turns a value that is wanted and then left out round', () => {
    const chips = withChip(withChip([], chip('TYPE', 'LOGIN')), chip('TYPE', 'LOGIN', true))
    expect(chips).toEqual([chip('TYPE', 'LOGIN', true)])
    expect(withoutChip(chips, chip('TYPE', 'LOGIN'))).toEqual([])
  })

  it('goes back through the ranges that it was narrowed from', () => {
    const twice = narrowed(narrowed(everyEvent, 10, 100), 20, 30)
    expect(twice.range).toEqual({ kind: 'between', fromMs: 20, toMs: 30 })
    expect(widened(twice).range).toEqual({ kind: 'between', fromMs: 10, toMs: 100 })
    expect(widened(widened(twice))).toEqual(everyEvent)
    expect(widened(everyEvent)).toBe(everyEvent)
  })
})
