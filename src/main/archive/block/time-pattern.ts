import { textEncodings } from './text-encoding.ts'
import { TimePrinter } from './time-form.ts'

/** Whether a lower-cased text can lie in times printed in this encoding: digits where they have digits. */
export function canLieInTimes(encoding: number, lowerText: string): boolean {
  const sample = new TimePrinter(encoding - textEncodings.time).print(0).toLowerCase()
  // times that are one number have no other characters, and as many digits as they like
  if (/^\d*$/.test(sample)) return /^-?\d*$/.test(lowerText)
  for (let at = 0; at + lowerText.length <= sample.length; at += 1) if (fitsAt(sample, lowerText, at)) return true
  return false
}

function fitsAt(sample: string, text: string, at: number): boolean {
  for (let place = 0; place < text.length; place += 1) {
    const wanted = text.charAt(place)
    const there = sample.charAt(at + place)
    if (isDigit(there) ? !isDigit(wanted) : there !== wanted) return false
  }
  return true
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9'
}
