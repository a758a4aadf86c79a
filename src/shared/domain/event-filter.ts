/**
 * What is asked of archived events. Columns are named by their name in the archive; words for roles (`actor:`) are
 * resolved before. Texts are compared without regard to case in `contains`, exactly in `equals`.
 */
export type EventFilter =
  | { readonly kind: 'everything' }
  | { readonly kind: 'and'; readonly filters: readonly EventFilter[] }
  | { readonly kind: 'or'; readonly filters: readonly EventFilter[] }
  | { readonly kind: 'not'; readonly filter: EventFilter }
  /** The event's time, epoch ms UTC: `fromMs <= time < toMs`. */
  | { readonly kind: 'time'; readonly fromMs?: number; readonly toMs?: number }
  /** The column's value is one of these. */
  | { readonly kind: 'equals'; readonly column: string; readonly values: readonly string[] }
  /** The text is in a value of the column, or of any column where none is named. From one character on. */
  | { readonly kind: 'contains'; readonly text: string; readonly column?: string }
  | { readonly kind: 'starts-with'; readonly text: string; readonly column: string }
  /** The column has a value. */
  | { readonly kind: 'present'; readonly column: string }
  /** The column's value is a number (or a text that is one) within these, both ends included. */
  | { readonly kind: 'number'; readonly column: string; readonly min?: number; readonly max?: number }
