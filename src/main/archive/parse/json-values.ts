/** Objects and arrays within each other deeper than this are no data. */
export const depthLimit = 1000

/**
 * Where a JSON number that begins at `at` ends, by the grammar of RFC 8259.
 * @returns -1 where it is no number; the buffer has to go on with something that is no digit
 */
export function numberEnd(bytes: Uint8Array, start: number): number {
  let at = start
  if (bytes[at] === 0x2d) at += 1
  if (bytes[at] === 0x30) at += 1
  else {
    const first = at
    at = digitsEnd(bytes, at)
    if (at === first) return -1
  }
  if (bytes[at] === 0x2e) {
    const first = at + 1
    at = digitsEnd(bytes, first)
    if (at === first) return -1
  }
  if (bytes[at] === 0x65 || bytes[at] === 0x45) {
    at += 1
    if (bytes[at] === 0x2b || bytes[at] === 0x2d) at += 1
    const first = at
    at = digitsEnd(bytes, first)
    if (at === first) return -1
  }
  return at
}

function digitsEnd(bytes: Uint8Array, start: number): number {
  let at = start
  while ((bytes[at] as number) >= 0x30 && (bytes[at] as number) <= 0x39) at += 1
  return at
}

/** Where the string ends whose opening quote is before `start`: behind its closing quote; -1 where the line ends first. */
export function stringEnd(bytes: Uint8Array, start: number): number {
  for (let at = start; ; at += 1) {
    const byte = bytes[at] as number
    if (byte === 0x22) return at + 1
    if (byte === 0x5c) at += 1
    if (bytes[at] === 0x0a) return -1
  }
}

/** Where the object or array ends that begins at `start`, by its brackets alone; -1 where the line ends first. */
export function nestedEnd(bytes: Uint8Array, start: number): number {
  let depth = 0
  for (let at = start; ; ) {
    const byte = bytes[at] as number
    at += 1
    if (byte === 0x22) {
      at = stringEnd(bytes, at)
      if (at === -1) return -1
    } else if (byte === 0x7b || byte === 0x5b) {
      depth += 1
      if (depth > depthLimit) return -1
    } else if (byte === 0x7d || byte === 0x5d) {
      depth -= 1
      if (depth === 0) return at
    } else if (byte === 0x0a) return -1
  }
}

/**
 * Valid JSON without white space between its tokens, strings escaped as JSON.stringify does. Numbers stay as they were
 * written and keys in their order, so that nothing is lost, and the same value comes out the same however it was spaced.
 */
export function compactJson(text: string): string {
  if (!/[\s\\]/.test(text)) return text
  const pieces: string[] = []
  let from = 0
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at)
    if (code === 0x22) {
      const end = stringEndInText(text, at + 1)
      const literal = text.slice(at, end)
      if (literal.includes('\\')) {
        pieces.push(text.slice(from, at), JSON.stringify(JSON.parse(literal)))
        from = end
      }
      at = end
    } else if (code <= 0x20) {
      pieces.push(text.slice(from, at))
      at += 1
      from = at
    } else at += 1
  }
  pieces.push(text.slice(from))
  return pieces.join('')
}

function stringEndInText(text: string, start: number): number {
  let at = start
  while (text.charCodeAt(at) !== 0x22) at += text.charCodeAt(at) === 0x5c ? 2 : 1
  return at + 1
}
