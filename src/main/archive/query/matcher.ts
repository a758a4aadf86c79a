import { assertNever } from '../../../shared/kit/assert-never.ts'

/** What is asked of one value. Texts of `contains` and `starts-with` are lower-cased. */
export type Matcher =
  | { readonly kind: 'equals'; readonly texts: ReadonlySet<string> }
  | { readonly kind: 'contains'; readonly lowerText: string }
  | { readonly kind: 'starts-with'; readonly lowerText: string }
  | { readonly kind: 'present' }
  | { readonly kind: 'number'; readonly min: number; readonly max: number }

const numberForm = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/

/** The number that a text is. @returns NaN where it is none */
export function numberOf(text: string): number {
  return numberForm.test(text) ? Number(text) : Number.NaN
}

/** Whether a value is what is asked for. */
export function matches(matcher: Matcher, text: string): boolean {
  switch (matcher.kind) {
    case 'equals':
      return matcher.texts.has(text)
    case 'contains':
      return text.toLowerCase().includes(matcher.lowerText)
    case 'starts-with':
      return text.toLowerCase().startsWith(matcher.lowerText)
    case 'present':
      return true
    case 'number': {
      const value = numberOf(text)
      return value >= matcher.min && value <= matcher.max
    }
    default:
      return assertNever(matcher)
  }
}

/** Names what is asked, for what is kept between questions. */
export function matcherKey(matcher: Matcher): string {
  switch (matcher.kind) {
    case 'equals':
      return `=${JSON.stringify([...matcher.texts])}`
    case 'contains':
      return `~${matcher.lowerText}`
    case 'starts-with':
      return `^${matcher.lowerText}`
    case 'present':
      return '*'
    case 'number':
      return `#${matcher.min}:${matcher.max}`
    default:
      return assertNever(matcher)
  }
}
