import { Secret } from './secret.ts'

const mark = '[redacted]'
const sensitiveKey =
  /secret|token|password|passwd|passphrase|authorization|cookie|credential|api[-_]?key|private[-_]?key/i
/** Keys that match the pattern above and hold no secret: hiding them would only make logs useless. */
const harmlessKey =
  /^(credential-?refused|credential-?missing|tokens?revoked|next_?page_?token|secret-?state|credential-?status|isTokenValid)$/i
const maxDepth = 8
const maxItems = 200

/** Quantifiers are bounded: a log line of any shape must cost no more than its length. */
const textRules: readonly (readonly [RegExp, string])[] = [
  // Authorization: Basic …, Bearer …, wherever they stand.
  [/\b(basic|bearer)(\s{1,9}|%20|\+)(?!authentication\b|auth\b|realm\b|token\b)[\w.~+/%-]{6,}={0,2}/gi, `$1$2${mark}`],
  [/\b(authorization["']?\s{0,9}[:=]\s{0,9}["']?)(?!basic\s|bearer\s|\[redacted\])[^\s"',;&]+/gi, `$1${mark}`],
  // client_secret=…, "access_token": "…", password: …, in forms, addresses, JSON and prose.
  [
    /((?:secret|token|password|passwd|passphrase|api[-_]?key|private[-_]?key)[\w-]{0,40}\\?["']?\s{0,9}(?:=>|=|:|%3D)\s{0,9}\\?["']?)(?!\[(?:redacted|secret)\])[^\s"'\\,;&}\])]+/gi,
    `$1${mark}`
  ],
  // "the secret 3f9a…" or "token eyJ…": a long value right after such a word.
  [/\b((?:secret|token|password)\s{1,9}(?:is\s{1,9})?["'`]?)[A-Za-z0-9+/_=.-]{20,}/gi, `$1${mark}`],
  // JSON Web Tokens need no key to be known.
  [/\beyJ[\w-]{8,1000}\.[\w-]{8,4000}(?:\.[\w-]{0,1000})?/g, mark],
  // https://user:password@host
  [/(\b[a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@:]{1,200}:[^\s/@]{1,500}@/gi, `$1${mark}@`],
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g, mark]
]

/**
 * Hides whatever looks like a credential in a text. A net under the rule that no secret reaches a log, not its
 * replacement: a secret that looks like nothing in particular is not recognised.
 */
export function redactText(text: string): string {
  let result = text
  for (const [pattern, replacement] of textRules) result = result.replace(pattern, replacement)
  return result
}

/** Whether the value under a key of this name must not be shown. */
export function isSensitiveKey(key: string): boolean {
  return sensitiveKey.test(key) && !harmlessKey.test(key)
}

/**
 * A copy of a value that is safe to write: values under sensitive keys are hidden, texts are redacted, errors become
 * plain objects with their causes, depth and length are bounded, circles are cut. Never throws.
 */
export function redactFields(value: unknown): unknown {
  return redactAt(value, 0, new Set())
}

function redactAt(value: unknown, depth: number, above: Set<object>): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Secret) return '[secret]'
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`
  if (above.has(value)) return '[circle]'
  if (depth >= maxDepth) return '[too deep]'
  above.add(value)
  try {
    return copyOf(value, depth, above)
  } catch {
    return '[unreadable]'
  } finally {
    above.delete(value)
  }
}

function copyOf(value: object, depth: number, above: Set<object>): unknown {
  if (Array.isArray(value)) return value.slice(0, maxItems).map((item) => redactAt(item, depth + 1, above))
  if (value instanceof Map)
    return copyOf(Object.fromEntries([...value].map(([key, item]) => [String(key), item])), depth, above)
  if (value instanceof Set) return copyOf([...value], depth, above)
  const entries = Object.entries(value).slice(0, maxItems)
  if (value instanceof Error) {
    entries.unshift(['name', value.name], ['message', value.message], ['stack', value.stack], ['cause', value.cause])
  } else if (value instanceof URL) {
    return redactText(value.href)
  }
  return Object.fromEntries(
    entries
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, isSensitiveKey(key) && !isPlainFact(item) ? mark : redactAt(item, depth + 1, above)])
  )
}

/** Booleans, and nothing, tell no secret: `hasSecret: true` stays readable. */
function isPlainFact(value: unknown): boolean {
  return typeof value === 'boolean' || value === null || value === undefined
}
