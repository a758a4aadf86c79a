import type { PendingChange } from '../../../shared/contract/settings.ts'
import { wordsOfError } from './error-words.ts'
import { settingName } from './setting-names.ts'
import type { Tone } from './tone.ts'

/** What is changed, in Sigma's own words. */
export function nameOfChange(key: PendingChange['key']): string {
  return key === 'auditLogging' ? 'Sigma Audit Logs' : settingName(key)
}

/** Whether nothing more happens to it until a person decides. */
export function waitsForPerson(change: PendingChange): boolean {
  return change.state === 'refused'
}

/** Where the change stands. */
export function wordsOfChange(change: PendingChange): { readonly tag: string; readonly tone: Tone } {
  if (change.conflict !== undefined) return { tag: 'Conflict', tone: 'bad' }
  switch (change.state) {
    case 'refused':
      return { tag: 'Refused', tone: 'bad' }
    case 'sending':
      return { tag: 'Sending', tone: 'working' }
    case 'waiting':
      return { tag: 'Waiting to send', tone: 'warning' }
  }
}

/** Why Sigma does not have it yet; undefined before the first try. */
export function reasonOfChange(change: PendingChange): string | undefined {
  if (change.conflict !== undefined)
    return 'The value was changed in Sigma after you made this change. Nothing was overwritten: choose which one holds.'
  if (change.lastError === undefined) return undefined
  const { title, remedy } = wordsOfError(change.lastError)
  return change.state === 'refused'
    ? `Sigma did not accept it; the value before still holds. ${title} ${remedy}`
    : title
}
