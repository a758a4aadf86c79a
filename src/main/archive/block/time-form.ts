import { dayMs, minuteMs, secondMs } from '../../../shared/kit/time.ts'

// Ways to write a row's own time, so that a column that only does so takes no room. A form is a number: of separator,
// fraction and zone each one, then the two that count since 1970.
const separators = ['T', ' '] as const
const fractions = ['', '.mmm', '.mmm000'] as const
const zones = ['', 'Z', ' +0000', '+00:00', ' UTC'] as const
const epochMsForm = separators.length * fractions.length * zones.length
const epochSecondForm = epochMsForm + 1

/** Number of forms. */
export const timeFormCount = epochSecondForm + 1
/** Most bytes of a time in any form. */
export const longestTimeBytes = 'YYYY-MM-DDTHH:MM:SS.mmm000 +0000'.length
const firstMs = Date.parse('0000-01-01T00:00:00Z')
const endMs = Date.parse('9999-12-31T00:00:00Z') + dayMs

/** Whether forms can write that time: whole milliseconds of the years 0 to 9999. */
export function isPrintable(atMs: number): boolean {
  return Number.isInteger(atMs) && atMs >= firstMs && atMs < endMs
}

/** The form in which `text` may be written; whether it is, `TimePrinter.isTextOf` says. */
export function guessTimeForm(text: string): number | undefined {
  if (/^-?\d{1,15}$/.test(text)) return text.length > 11 ? epochMsForm : epochSecondForm
  if (text.length < 19 || text.length > longestTimeBytes) return undefined
  const separator = separators.indexOf(text[10] as 'T')
  if (separator < 0) return undefined
  const fraction = text[19] !== '.' ? 0 : text.startsWith('000', 23) ? 2 : 1
  const zone = zones.indexOf(text.slice([19, 23, 26][fraction]) as '')
  return zone < 0 ? undefined : (separator * fractions.length + fraction) * zones.length + zone
}

/** Writes times in one form, quickly for many of one day. */
export class TimePrinter {
  /** Whether times within one second are written alike. */
  readonly isOfSeconds: boolean
  /** Whether what is printed says the time to the millisecond, with its date. */
  readonly isExact: boolean
  readonly #form: number
  readonly #bytes = Buffer.alloc(longestTimeBytes)
  readonly #length: number
  #day = Number.NaN
  /** Of the day, as the bytes say it. */
  #minute = -1

  constructor(form: number) {
    this.#form = form
    const zone = zones[form % zones.length] ?? ''
    const fraction = fractions[Math.floor(form / zones.length) % fractions.length] ?? ''
    const separator = separators[Math.floor(form / zones.length / fractions.length)] ?? ''
    this.#bytes.write(`YYYY-MM-DD${separator}HH:MM:SS${fraction.replace('mmm', '000')}${zone}`, 'latin1')
    this.isOfSeconds = form === epochSecondForm || (form !== epochMsForm && fraction === '')
    this.isExact = form < epochMsForm && !this.isOfSeconds
    this.#length = 19 + fraction.length + zone.length
  }

  /** The time as text. @param atMs one that `isPrintable` */
  print(atMs: number): string {
    if (this.#form === epochMsForm) return String(atMs)
    if (this.#form === epochSecondForm) return String(Math.floor(atMs / secondMs))
    this.#fill(atMs)
    return this.#bytes.toString('latin1', 0, this.#length)
  }

  /** Whether `text` is exactly what would be printed for that time. */
  isTextOf(atMs: number, text: string): boolean {
    if (!isPrintable(atMs)) return false
    if (this.#form >= epochMsForm) return this.print(atMs) === text
    if (text.length !== this.#length) return false
    this.#fill(atMs)
    for (let place = 0; place < this.#length; place += 1)
      if (this.#bytes[place] !== text.charCodeAt(place)) return false
    return true
  }

  /** As `isTextOf`, of the UTF-8 in `bytes` from `start` to `end`. */
  isBytesOf(atMs: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (!isPrintable(atMs)) return false
    const length = this.#prepare(atMs)
    if (end - start !== length) return false
    const own = this.#bytes
    for (let place = 0; place < length; place += 1) if (own[place] !== bytes[start + place]) return false
    return true
  }

  /** Writes the time as ASCII, at most `longestTimeBytes`; returns where it ends. @param atMs one that `isPrintable` */
  printInto(atMs: number, out: Uint8Array, at: number): number {
    const length = this.#prepare(atMs)
    const own = this.#bytes
    for (let place = 0; place < length; place += 1) out[at + place] = own[place] as number
    return at + length
  }

  /** Writes the time into the printer's own bytes; returns its length. */
  #prepare(atMs: number): number {
    if (this.#form >= epochMsForm) return this.#bytes.write(this.print(atMs), 0, 'latin1')
    this.#fill(atMs)
    return this.#length
  }

  /**
   * The time that a text of this form says, epoch ms; `undefined` where the text is none. In a form of whole seconds the
   * text also stands for the milliseconds up to the next one: compare what is printed.
   */
  parse(text: string): number | undefined {
    const atMs =
      this.#form === epochMsForm
        ? Number(text)
        : this.#form === epochSecondForm
          ? Number(text) * secondMs
          : Date.parse(`${text.slice(0, 10)}T${text.slice(11, 19)}${text[19] === '.' ? text.slice(19, 23) : ''}Z`)
    return this.isTextOf(atMs, text) ? atMs : undefined
  }

  #fill(atMs: number): void {
    const day = Math.floor(atMs / dayMs)
    const bytes = this.#bytes
    if (day !== this.#day) {
      bytes.write(new Date(day * dayMs).toISOString().slice(0, 10), 0, 'latin1')
      this.#day = day
    }
    // whole numbers of 32 bits: divisions that cost little
    const ofDay = (atMs - day * dayMs) | 0
    const minute = (ofDay / minuteMs) | 0
    if (minute !== this.#minute) {
      putTwo(bytes, 11, (minute / 60) | 0)
      putTwo(bytes, 14, minute % 60)
      this.#minute = minute
    }
    const rest = ofDay - minute * minuteMs
    const second = (rest / secondMs) | 0
    putTwo(bytes, 17, second)
    if (this.isOfSeconds) return
    const ms = rest - second * secondMs
    const hundreds = (ms / 100) | 0
    bytes[20] = zero + hundreds
    putTwo(bytes, 21, ms - hundreds * 100)
  }
}

const zero = 0x30

function putTwo(bytes: Uint8Array, at: number, value: number): void {
  const tens = (value * 205) >> 11
  bytes[at] = zero + tens
  bytes[at + 1] = zero + value - tens * 10
}
