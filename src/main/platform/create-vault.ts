import type { KeychainStatus } from '../../shared/contract/credentials.ts'
import type { Logger } from '../ports/logger.port.ts'
import type { SecretVault } from '../ports/secret-vault.port.ts'
import { createKeychainAccess } from './keychain-access.ts'
import { KeychainVault } from './keychain-vault.ts'
import { SecretService } from './secret-service.ts'
import { SessionBus } from './session-bus.ts'

/** The vault of this machine. Nothing is asked of the keychain before it is used. */
export function createVault(logger: Logger): SecretVault {
  const platform = platformOf(process.platform)
  return new KeychainVault({
    platform,
    keychain: createKeychainAccess(),
    logger,
    ...(platform === 'linux' ? { secretService: new SecretService(new SessionBus()) } : {})
  })
}

function platformOf(platform: NodeJS.Platform): KeychainStatus['platform'] {
  if (platform === 'darwin') return 'macos'
  return platform === 'win32' ? 'windows' : 'linux'
}
