import { type ReactElement, useState } from 'react'
import type { KeychainStatus } from '../../../shared/contract/credentials.ts'
import { useRetryKeychain } from '../lib/credential-queries.ts'
import { wordsOfKeychain } from '../lib/vault-words.ts'
import { Banner } from './banner.tsx'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { KeychainHelp } from './keychain-help.tsx'
import { RadioGroup } from './radio-group.tsx'

export interface SecretStorageChoiceProps {
  readonly keychain: KeychainStatus | undefined
  readonly value: 'keychain' | 'session-only'
  readonly onChange: (value: 'keychain' | 'session-only') => void
}

/** Says what is wrong with the keychain, and lets the person choose: make it work, or keep the secret in memory. */
export function SecretStorageChoice({ keychain, value, onChange }: SecretStorageChoiceProps): ReactElement {
  const retry = useRetryKeychain()
  const [isHelpOpen, setIsHelpOpen] = useState(false)
  const words = keychain === undefined ? undefined : wordsOfKeychain(keychain)
  const isReady = keychain?.state === 'keychain'
  return (
    <div className="vigil-stack">
      <Banner
        tone={isReady ? 'info' : 'warning'}
        title={words?.meaning ?? 'The keychain did not take the secret.'}
        action={
          isReady ? undefined : (
            <>
              <Button onPress={() => retry.mutate()} isPending={retry.isPending}>
                {keychain?.state === 'locked' ? 'Unlock the keychain' : 'Ask the keychain again'}
              </Button>
              <Button variant="quiet" onPress={() => setIsHelpOpen(true)}>
                What to do
              </Button>
            </>
          )
        }
      >
        {isReady ? 'It works now. Save again.' : 'Vigil never writes a secret anywhere else without being told to.'}
      </Banner>
      <RadioGroup
        label="Where the client secret is kept"
        value={value}
        onChange={onChange}
        options={[
          { value: 'keychain', label: 'In the keychain', description: 'Saving works as soon as the keychain does.' },
          {
            value: 'session-only',
            label: 'Keep the secret for this session only',
            description:
              'In memory, gone when Vigil quits; after that the credentials must be entered again. Nothing else is lost.'
          }
        ]}
      />
      <Dialog isOpen={isHelpOpen} onOpenChange={setIsHelpOpen} title="Making the keychain work">
        <KeychainHelp platform={keychain?.platform ?? 'linux'} />
      </Dialog>
    </div>
  )
}
