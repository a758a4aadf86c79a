import type { ReactElement } from 'react'
import type { KeychainStatus } from '../../../shared/contract/credentials.ts'
import { remediesOfKeychain } from '../lib/vault-words.ts'
import { CopyButton } from './copy-button.tsx'
import styles from './keychain-help.module.css'

/** How to make the keychain work, a group of steps a desktop. */
export function KeychainHelp({ platform }: { readonly platform: KeychainStatus['platform'] }): ReactElement {
  return (
    <div className={styles.help}>
      {remediesOfKeychain(platform).map((remedy) => (
        <div key={remedy.where}>
          <h3>{remedy.where}</h3>
          <ul className={styles.steps}>
            {remedy.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ul>
          {remedy.command !== undefined && (
            <div className={styles.command}>
              <code>{remedy.command}</code>
              <CopyButton text={remedy.command} label="Copy the command" />
            </div>
          )}
        </div>
      ))}
    </div>
  )
}
