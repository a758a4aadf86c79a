/** Before the keys of members without an e-mail address: behind every address, in SQLite's order as in `comparePersonKeys`. */
const addressless = '\uFFFF'
/** Long enough for every address (RFC 5321: 254), short enough for a cursor. */
const longestKey = 300

/** Whether members of an account type may do everything. Sigma: only the Admin account type. */
export function isAdminAccountType(accountType: string): boolean {
  return accountType.trim().toLowerCase() === 'admin'
}

/**
 * What makes memberships those of one person: the e-mail address, whatever its case. A member without one (embed) is a
 * person of their own, by their name and id.
 */
export function personKeyOf(member: {
  readonly email: string
  readonly name: string
  readonly memberId: string
}): string {
  const email = clean(member.email).toLowerCase().slice(0, longestKey)
  if (email !== '') return wellFormed(email)
  const name = clean(member.name)
    .toLowerCase()
    .slice(0, longestKey / 2)
  return wellFormed(`${addressless}${name} ${clean(member.memberId).slice(0, longestKey / 3)}`)
}

/** Whether a key is of a member without an e-mail address, so that the same key in another organization is somebody else. */
export function isAddressless(personKey: string): boolean {
  return personKey.startsWith(addressless)
}

/** The order of keys as SQLite has it (UTF-8), which is another one than JavaScript's beyond the basic plane. */
export function comparePersonKeys(left: string, right: string): number {
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index += 1) {
    const a = left.charCodeAt(index)
    const b = right.charCodeAt(index)
    if (a === b) continue
    if (isSurrogate(a) !== isSurrogate(b)) return isSurrogate(a) ? 1 : -1
    return a - b
  }
  return left.length - right.length
}

/** Text as it is searched: without case and accents, so that Théo is found by theo. */
export function foldForSearch(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
}

function clean(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').trim()
}

/** Without halves of characters, which SQLite would store as another text. */
function wellFormed(text: string): string {
  return text.replaceAll(/\p{Cs}/gu, '\uFFFD')
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff
}
