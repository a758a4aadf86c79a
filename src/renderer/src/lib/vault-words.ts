import type { KeychainStatus, VaultStatus } from '../../../shared/contract/credentials.ts'
import { assertNever } from '../../../shared/kit/assert-never.ts'
import type { Tone } from './tone.ts'

export interface StateWords {
  readonly tag: string
  readonly tone: Tone
  readonly meaning: string
  /** What to do; undefined where there is nothing to do. */
  readonly remedy?: string
}

/** Where an organization's client secret is, in words. */
export function wordsOfVault(vault: VaultStatus): StateWords {
  if (vault.isRefused)
    return {
      tag: 'Refused by Sigma',
      tone: 'bad',
      meaning: 'Sigma does not accept this client ID and secret. Vigil keeps them all the same.',
      remedy: 'Make new API credentials in Sigma under Administration > Developer Access, then replace them here.'
    }
  const store = vault.storeName ?? 'the keychain of this computer'
  switch (vault.state) {
    case 'keychain':
      return { tag: 'In the keychain', tone: 'good', meaning: `The client secret is kept in ${store}.` }
    case 'session-only':
      return {
        tag: 'This session only',
        tone: 'warning',
        meaning: 'The client secret is in memory and gone when Vigil quits.',
        remedy: 'Replace the credentials when the keychain works, to keep the secret for good.'
      }
    case 'locked':
      return {
        tag: 'Keychain locked',
        tone: 'warning',
        meaning: `The client secret is in ${store}, which is locked.`,
        remedy: 'Unlock the keychain. Nothing was lost.'
      }
    case 'unavailable':
      return {
        tag: 'No keychain',
        tone: 'bad',
        meaning: 'This session has no keychain that Vigil can use, so the client secret cannot be reached.',
        remedy: 'Start a keychain (see Preferences > Keychain), or enter the credentials for this session only.'
      }
    case 'unreadable':
      return {
        tag: 'Cannot be read',
        tone: 'bad',
        meaning:
          'The keychain answered, but this secret cannot be read. It may have been stored by another desktop or computer.',
        remedy: 'Replace the credentials. The organization and its data are not affected.'
      }
    case 'missing':
      return {
        tag: 'No secret stored',
        tone: 'bad',
        meaning:
          'There is no client secret for this organization: it was cleared, or kept for an earlier session only.',
        remedy: 'Replace the credentials to go on reading from Sigma.'
      }
    default:
      return assertNever(vault.state)
  }
}

const storeOfPlatform: Record<KeychainStatus['platform'], string> = {
  linux: 'Secret Service',
  macos: 'Keychain',
  windows: 'Credential Manager'
}

/** What the keychain of this machine can do, in words. */
export function wordsOfKeychain(status: KeychainStatus): StateWords {
  const store = status.storeName ?? storeOfPlatform[status.platform]
  switch (status.state) {
    case 'keychain':
      return { tag: 'Ready', tone: 'good', meaning: `Client secrets are kept in ${store}.` }
    case 'locked':
      return {
        tag: 'Locked',
        tone: 'warning',
        meaning: `${store} is locked, so client secrets cannot be read or stored.`,
        remedy: 'Unlock it, then try again. Nothing was lost.'
      }
    case 'unavailable':
      return {
        tag: 'Not available',
        tone: 'bad',
        meaning: 'This session has no keychain that Vigil can use.',
        remedy: 'Follow the steps below, then try again.'
      }
    case 'unreadable':
      return {
        tag: 'Cannot be read',
        tone: 'bad',
        meaning: `${store} answered with something that Vigil cannot read.`,
        remedy:
          'Restart the keychain service or sign in again. If it stays, replace the credentials of each organization.'
      }
    default:
      return assertNever(status.state)
  }
}

export interface KeychainRemedy {
  /** Where the steps apply, such as "GNOME, Cinnamon, Budgie, XFCE". */
  readonly where: string
  readonly steps: readonly string[]
  /** A command worth copying. */
  readonly command?: string
}

const remedies: Record<KeychainStatus['platform'], readonly KeychainRemedy[]> = {
  linux: [
    {
      where: 'GNOME, Cinnamon, Budgie, MATE, XFCE',
      steps: [
        'Install GNOME Keyring and sign in again.',
        'If it is installed but locked, open Passwords and Keys (Seahorse) and unlock the keyring named Login or Default.',
        'If you sign in without a password (automatic login, fingerprint), the keyring stays locked until you type its password once.'
      ],
      command: 'sudo apt install gnome-keyring libpam-gnome-keyring seahorse'
    },
    {
      where: 'KDE Plasma',
      steps: [
        'Open System Settings > KDE Wallet, switch the wallet on, and switch on “Use KWallet for the Secret Service interface”.',
        'KDE Frameworks 5.97 or later offers the Secret Service itself; on older systems install GNOME Keyring beside it.'
      ]
    },
    {
      where: 'sway, i3, Hyprland, niri and other window managers',
      steps: [
        'Start GNOME Keyring with your session, in the window manager’s start-up file, so that it shares the session’s D-Bus.'
      ],
      command: 'gnome-keyring-daemon --start --components=secrets'
    },
    {
      where: 'KeePassXC',
      steps: [
        'Open Tools > Settings > Secret Service Integration, switch it on, and expose a group of an open database. Only one program may offer the Secret Service.'
      ]
    }
  ],
  macos: [
    {
      where: 'macOS',
      steps: [
        'Open Keychain Access, choose the keychain “login” and unlock it with your sign-in password.',
        'If macOS asks whether Vigil may use the item “Vigil”, choose Always Allow.',
        'If the password of the keychain differs from your sign-in password, choose Keychain Access > Settings > Reset Default Keychains. This removes what it holds.'
      ]
    }
  ],
  windows: [
    {
      where: 'Windows',
      steps: [
        'Open Services and check that “Credential Manager” (VaultSvc) is running.',
        'Sign out and in again; a profile that could not be loaded has no credential store.',
        'On a managed computer, a policy may forbid storing credentials: ask for “Network access: Do not allow storage of passwords and credentials” to be disabled.'
      ]
    }
  ]
}

/** The steps that make the keychain work, a group of steps a desktop. */
export function remediesOfKeychain(platform: KeychainStatus['platform']): readonly KeychainRemedy[] {
  return remedies[platform]
}
