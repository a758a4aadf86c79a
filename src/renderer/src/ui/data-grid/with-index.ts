import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual'

/** The visible indexes and one more, such as the one that holds the keyboard cursor. */
export function withIndex(range: Range, index: number): number[] {
  const indexes = defaultRangeExtractor(range)
  if (index < 0 || index >= range.count || indexes.includes(index)) return indexes
  return [...indexes, index].sort((a, b) => a - b)
}
