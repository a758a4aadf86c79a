import { type ReactElement, useState } from 'react'
import type { Organization } from '../../../../shared/contract/organizations.ts'
import { useClearCredentials, useRetryKeychain } from '../../lib/credential-queries.ts'
import { useConnectionTest } from '../../lib/use-connection-test.ts'
import { wordsOfVault } from '../../lib/vault-words.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ConnectionTestSteps } from '../../ui/connection-test-steps.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Section, SettingRow } from '../../ui/section.tsx'
import { Tag } from '../../ui/tag.tsx'
import { showToast } from '../../ui/toast-queue.ts'
import { ReplaceCredentialsDialog } from './replace-credentials-dialog.tsx'

/** Nobody types a sandbox organization's secret: Vigil is both sides of it. */
const madeByVigil = 'Vigil made it and makes a new one whenever it is gone.'

/** Where the client secret is and whether it works; replace, test, clear. The secret itself is never shown. */
export function CredentialsSection({ organization }: { readonly organization: Organization }): ReactElement {
  const [dialog, setDialog] = useState<'replace' | 'clear' | undefined>(undefined)
  const clear = useClearCredentials()
  const retry = useRetryKeychain()
  const test = useConnectionTest()
  const words = wordsOfVault(organization.vault)
  const isWaitingForKeychain = organization.vault.state === 'locked' || organization.vault.state === 'unavailable'
  const hasSecret = organization.vault.state !== 'missing'
  const closed = (isOpen: boolean): void => {
    if (!isOpen) setDialog(undefined)
    clear.reset()
  }
  return (
    <Section
      title="Credentials"
      description="They belong to a member of the organization; Vigil may do what this member may do."
    >
      <SettingRow
        title="Client ID"
        description={
          <span className="vigil-row">
            <code>{organization.clientId}</code>
            <CopyButton text={organization.clientId} label="Copy the client ID" />
          </span>
        }
      />
      <SettingRow
        title="Client secret"
        tag={<Tag tone={words.tone}>{words.tag}</Tag>}
        description={[words.meaning, organization.kind === 'sandbox' ? madeByVigil : words.remedy]
          .filter(Boolean)
          .join(' ')}
        control={
          <>
            {isWaitingForKeychain && (
              <Button onPress={() => retry.mutate()} isPending={retry.isPending}>
                {organization.vault.state === 'locked' ? 'Unlock the keychain' : 'Ask the keychain again'}
              </Button>
            )}
            {organization.kind === 'sigma' && (
              <>
                <Button onPress={() => setDialog('replace')}>Replace …</Button>
                <Button onPress={() => setDialog('clear')} isDisabled={!hasSecret}>
                  Clear …
                </Button>
              </>
            )}
          </>
        }
      />
      <SettingRow
        title="Test connection"
        description="Checks each step from the network to the audit connection, and changes nothing."
        control={
          <Button onPress={() => void test.testOrganization(organization.id)} isPending={test.state === 'running'}>
            Test connection
          </Button>
        }
      >
        {test.state !== 'idle' && <ConnectionTestSteps test={test} />}
      </SettingRow>
      <ReplaceCredentialsDialog organization={organization} isOpen={dialog === 'replace'} onOpenChange={closed} />
      <ConfirmDialog
        isOpen={dialog === 'clear'}
        onOpenChange={closed}
        title="Clear the client secret?"
        confirmLabel="Clear the client secret"
        tone="danger"
        isPending={clear.isPending}
        error={clear.error}
        onConfirm={() =>
          clear.mutate(organization.id, {
            onSuccess: () => {
              setDialog(undefined)
              test.reset()
              showToast({ tone: 'good', title: 'The client secret was cleared' })
            }
          })
        }
      >
        <p>
          Vigil removes the secret of <strong>{organization.name}</strong> from the keychain and from memory. Nothing
          can be read or sent until credentials are entered again. What was read stays here; the credentials themselves
          stay valid in Sigma.
        </p>
      </ConfirmDialog>
    </Section>
  )
}
