import { userInfo } from 'node:os'

let known: string | undefined

/** The account of the machine under which Vigil runs, for the journal; "unknown" where the system has no name for it. */
export function machineUser(): string {
  known ??= readName()
  return known
}

function readName(): string {
  try {
    const { username } = userInfo()
    return username === '' ? 'unknown' : username
  } catch {
    // A user id without an entry in the system's list, as in containers.
    return process.env.USER ?? process.env.USERNAME ?? 'unknown'
  }
}
