import type { AppErrorCode, AppErrorData } from '../../../shared/kit/app-error.ts'
import { errorDataOf } from './api.ts'
import { formatDuration } from './formats.ts'

/** What happened, and what the person can do about it. Both are whole sentences. */
export interface Words {
  readonly title: string
  readonly remedy: string
}

type Params = AppErrorData['params']

/** A parameter as text with a lead-in, or nothing when it is absent: ` at api.example.com`. */
function fact(params: Params, name: string, before = ' ', after = ''): string {
  const value = params[name]
  return value === undefined || value === '' ? '' : `${before}${value}${after}`
}

function waitOf(params: Params): string {
  const wait = params.retryAfterMs
  return typeof wait === 'number' ? `in ${formatDuration(wait)}` : 'in a minute'
}

function unreadableFile(reason: string | number | undefined): string {
  switch (reason) {
    case 'too-large':
      return 'It is too large for a list of credentials. Choose a smaller file.'
    case 'no-header':
      return 'Its first line must name the columns organization, client_id and client_secret.'
    case 'no-rows':
      return 'It has no line below its header. Add a line for each organization.'
    case 'not-csv':
      return 'It is not a CSV file in UTF-8. Save it as CSV, then choose it again.'
    case 'no-evidence-pack':
      return 'It is no evidence pack of Vigil. Choose the zip or the folder as it was made.'
    case 'newer-evidence-pack':
      return 'A newer version of Vigil made this evidence pack. Check it with that version.'
    case 'damaged-zip':
      return 'The zip is damaged or not complete. Copy it again from where it came from.'
    default:
      return 'Check that your user account may read it, then choose it again.'
  }
}

const words: Record<AppErrorCode, (params: Params) => Words> = {
  busy: (params) =>
    params.reason === 'another-vigil'
      ? {
          title: 'Another Vigil has this archive open.',
          remedy: 'Only one Vigil writes to an archive. Quit the other one, then try again; nothing was lost.'
        }
      : { title: 'Vigil is still busy with this.', remedy: 'Wait a moment, then try again.' },
  cancelled: () => ({
    title: 'This was cancelled.',
    remedy: 'Nothing was changed. Start it again when you are ready.'
  }),
  conflict: (params) => ({
    title: `This was changed in Sigma in the meantime${fact(params, 'theirs', ': it is now “', '”')}.`,
    remedy: 'Look at the value that Sigma has now, then change it again or discard your change.'
  }),
  'contract-breach': (params) =>
    params.call === undefined
      ? {
          title: `Sigma sent an answer that Vigil does not understand${fact(params, 'path', ' (', ')')}.`,
          remedy:
            'Nothing was changed. Try again; if it stays, look for a newer version of Vigil and send the log file with a report.'
        }
      : {
          // with the name of a call it is one part of Vigil that did not understand the other
          title: `This cannot be shown because of a mistake in Vigil${fact(params, 'path', ' (', ')')}.`,
          remedy: 'Try again; if it stays, look for a newer version of Vigil and send the log file with a report.'
        },
  'credential-missing': () => ({
    title: 'No client secret is stored for this organization.',
    remedy: 'Enter the client ID and secret again on the organization’s Overview.'
  }),
  'credential-refused': () => ({
    title: 'Sigma refused the client ID or the client secret.',
    remedy:
      'Check that both were copied whole, that they belong to this region, and that they were not revoked in Administration > Developer Access.'
  }),
  'database-damaged': (params) => ({
    title: `A local database file is damaged${fact(params, 'file', ': ')}.`,
    remedy: 'Vigil keeps the damaged file aside and goes on with the newest good copy. See About for the data folder.'
  }),
  'database-newer': (params) => ({
    title: `A local database was written by a newer version of Vigil${fact(params, 'file', ': ')}.`,
    remedy: 'Install that version or a later one. This version leaves the file untouched.'
  }),
  'disk-full': () => ({
    title: 'The disk is full.',
    remedy: 'Free some space on the disk that holds Vigil’s data folder, then try again.'
  }),
  'evidence-incomplete': (params) => ({
    title: `The evidence pack would not have been complete${fact(params, 'detail', ': ')}.`,
    remedy: 'The archive changed while it was written, so it was not kept. Make it again.'
  }),
  'export-failed': (params) => ({
    title: `Sigma could not make the export${fact(params, 'reason', ': ')}.`,
    remedy: 'Try again. If it stays, open the export workbook in Sigma and check that its table still loads.'
  }),
  'export-expired': () => ({
    title: 'The export was ready but expired before it was read.',
    remedy: 'Start it again; Vigil asks Sigma for a new one.'
  }),
  'file-not-readable': (params) => ({
    title: `The file could not be read${fact(params, 'file', ': ')}.`,
    remedy: unreadableFile(params.reason)
  }),
  'file-not-writable': (params) => ({
    title: `The file could not be written${fact(params, 'file', ': ')}.`,
    remedy:
      params.reason === 'disk-full'
        ? 'The disk is full. Free some space there or choose another place.'
        : 'Choose a folder that your user account may write to, then try again.'
  }),
  'folder-not-writable': (params) => ({
    title: `Vigil cannot write to its data folder${fact(params, 'folder', ': ')}.`,
    remedy: 'Give your user account write permission to this folder, then try again.'
  }),
  internal: () => ({
    title: 'Something went wrong inside Vigil.',
    remedy: 'Try again. If it stays, restart Vigil; the log file named in About says more.'
  }),
  'invalid-input': (params) => ({
    title: `Something that was entered is not accepted${fact(params, 'field', ': ')}.`,
    remedy: 'Correct it and try again.'
  }),
  'keychain-locked': (params) => ({
    title: `The keychain is locked${fact(params, 'storeName', ' (', ')')}.`,
    remedy: 'Unlock it, then try again. Nothing stored in it was lost.'
  }),
  'keychain-unavailable': () => ({
    title: 'This session has no keychain that Vigil can use.',
    remedy: 'Start or install one (see Preferences > Keychain), or keep the secret for this session only.'
  }),
  'keychain-unreadable': () => ({
    title: 'The keychain answered, but the stored secret cannot be read.',
    remedy: 'Enter the client secret again. The organization and its data are not affected.'
  }),
  'list-incomplete': (params) => ({
    title:
      params.leftOut === 1
        ? 'Sigma sent an error in place of an entry of this list.'
        : `Sigma sent errors in place of${fact(params, 'leftOut')} entries of this list.`,
    remedy: 'Nothing is taken for removed because of that. Vigil reads the list again by itself.'
  }),
  'name-mismatch': () => ({
    title: 'The typed name is not the organization’s name.',
    remedy: 'Type the name exactly as it is shown.'
  }),
  'name-not-resolved': (params) => ({
    title: `The address${fact(params, 'host')} was not found.`,
    remedy: 'Check the network connection, the VPN and the region or API address.'
  }),
  'name-taken': (params) => ({
    title: `Another organization already has the name${fact(params, 'name', ' “', '”')}.`,
    remedy: 'Choose a name that tells them apart.'
  }),
  'no-export-workbook': () => ({
    title: 'No workbook is chosen to read these rows through.',
    remedy: 'Choose one, or let Vigil make one over the audit connection.'
  }),
  'not-found': () => ({
    title: 'This does not exist, or no longer does.',
    remedy: 'Refresh. If it should be there, check in Sigma that it was not removed.'
  }),
  'not-permitted': (params) => ({
    title: `Sigma does not permit this to the owner of the credentials${fact(params, 'accountType', ' (account type ', ')')}.`,
    remedy: 'Use credentials that belong to a member with the Admin account type.'
  }),
  'not-supported': (params) =>
    params.what === 'sandbox-has-no-portal'
      ? {
          title: 'A sandbox organization has no pages in Sigma.',
          remedy: 'It lives inside Vigil. In a Sigma organization this opens the page in your browser.'
        }
      : {
          title: 'This organization does not offer this.',
          remedy: 'Check in Sigma whether the feature is available for this organization and region.'
        },
  offline: () => ({
    title: 'This computer is offline.',
    remedy: 'What was read before is still here. Vigil goes on by itself when the network is back.'
  }),
  'other-organization': (params) => ({
    title: `These credentials belong to another organization in Sigma${fact(params, 'name', ' than ', '')}.`,
    remedy: 'Nothing was changed. Use credentials of this organization, or add the other one to Vigil.'
  }),
  paused: () => ({
    title: 'This organization is paused.',
    remedy: 'Nothing is read or sent until it is resumed. Changes made meanwhile are kept and sent then.'
  }),
  'rate-limited': (params) => ({
    title: 'Sigma asked for fewer requests.',
    remedy: `Vigil tries again ${waitOf(params)}. There is nothing to do.`
  }),
  'server-fault': (params) => ({
    title: `Sigma answered with a fault of its own${fact(params, 'status', ' (', ')')}.`,
    remedy: 'Try again in a few minutes. If it stays, check Sigma’s status page.'
  }),
  'timed-out': (params) => ({
    title: `There was no answer${fact(params, 'host', ' from ')} in time.`,
    remedy: 'Check the network connection and the VPN, then try again.'
  }),
  'tls-failed': (params) => ({
    title: `The secure connection${fact(params, 'host', ' to ')} failed.`,
    remedy: 'Check the computer’s date and time, and whether a proxy with its own certificate is in between.'
  }),
  unreachable: (params) => ({
    title: `Nothing answers${fact(params, 'host', ' at ')}.`,
    remedy: 'Check the network connection, the VPN, the firewall and the region or API address.'
  }),
  'wrong-host': (params) => ({
    title: `This is not a Sigma API address${fact(params, 'host', ': ')}.`,
    remedy:
      'Choose the region shown in Sigma under General Settings > Site > Cloud, or copy the API base URL from Administration > Developer Access.'
  })
}

/** The words for an error of the main process. */
export function wordsOfError(error: AppErrorData): Words {
  return words[error.code](error.params)
}

/** The words for anything that was thrown. */
export function wordsOfThrown(thrown: unknown): Words {
  return wordsOfError(errorDataOf(thrown))
}
