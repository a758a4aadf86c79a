import type { ReactElement } from 'react'
import { useKeychainStatus, useRetryKeychain } from '../../lib/credential-queries.ts'
import { wordsOfKeychain } from '../../lib/vault-words.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { KeychainHelp } from '../../ui/keychain-help.tsx'
import { Section, SettingRow } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Tag } from '../../ui/tag.tsx'

/** What the keychain of this computer can do, in words, with the steps that make it work. */
export function KeychainSection(): ReactElement {
  const keychain = useKeychainStatus()
  const retry = useRetryKeychain()
  const status = keychain.data
  const words = status && wordsOfKeychain(status)
  return (
    <Section
      id="keychain"
      title="Keychain"
      description="Client secrets are kept in the keychain of this computer and nowhere else."
    >
      <SettingRow
        title={status?.storeName ?? 'Keychain of this computer'}
        tag={words && <Tag tone={words.tone}>{words.tag}</Tag>}
        description={
          words === undefined ? (
            <Skeleton label="Asking the keychain" />
          ) : (
            [words.meaning, words.remedy].filter(Boolean).join(' ')
          )
        }
        control={
          <Button onPress={() => retry.mutate()} isPending={retry.isPending}>
            {status?.state === 'locked' ? 'Unlock' : 'Check again'}
          </Button>
        }
      >
        {keychain.isError && <ErrorNotice error={keychain.error} />}
        {retry.isError && <ErrorNotice error={retry.error} />}
        {status?.detail !== undefined && status.state !== 'keychain' && (
          <p className="vigil-muted">
            The system says: <code>{status.detail}</code>
          </p>
        )}
        {status !== undefined && status.state !== 'keychain' && <KeychainHelp platform={status.platform} />}
      </SettingRow>
    </Section>
  )
}
