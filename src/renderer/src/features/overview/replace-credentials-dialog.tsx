import { type FormEvent, type ReactElement, useState } from 'react'
import type { Organization } from '../../../../shared/contract/organizations.ts'
import { errorDataOf } from '../../lib/api.ts'
import { useKeychainStatus, useSetCredentials } from '../../lib/credential-queries.ts'
import { useConnectionTest } from '../../lib/use-connection-test.ts'
import { Button } from '../../ui/button.tsx'
import { ConnectionTestSteps } from '../../ui/connection-test-steps.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SecretStorageChoice } from '../../ui/secret-storage-choice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showToast } from '../../ui/toast-queue.ts'

export interface ReplaceCredentialsDialogProps {
  readonly organization: Organization
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
}

/** Takes a new client ID and secret. The old ones stay until Sigma has accepted the new ones. */
export function ReplaceCredentialsDialog({
  organization,
  isOpen,
  onOpenChange
}: ReplaceCredentialsDialogProps): ReactElement {
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title="Replace credentials" isAlert>
      {/* Apart, so that what was typed is forgotten when the dialog closes. */}
      <ReplaceCredentialsForm organization={organization} onDone={() => onOpenChange(false)} />
    </Dialog>
  )
}

function ReplaceCredentialsForm({
  organization,
  onDone
}: {
  readonly organization: Organization
  readonly onDone: () => void
}): ReactElement {
  const [clientId, setClientId] = useState(organization.clientId)
  const [clientSecret, setClientSecret] = useState('')
  const [storage, setStorage] = useState<'keychain' | 'session-only'>('keychain')
  const keychain = useKeychainStatus().data
  const save = useSetCredentials()
  const test = useConnectionTest()
  const isComplete = clientId.trim() !== '' && clientSecret !== ''
  const failure = save.isError ? errorDataOf(save.error) : undefined
  const isKeychainTrouble =
    failure?.code.startsWith('keychain-') === true || (keychain !== undefined && keychain.state !== 'keychain')

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!isComplete || save.isPending) return
    test.cancel()
    save.mutate(
      { organizationId: organization.id, clientId: clientId.trim(), clientSecret, storage },
      {
        onSuccess: () => {
          setClientSecret('')
          showToast({ tone: 'good', title: 'The credentials were replaced' })
          onDone()
        }
      }
    )
  }
  // The main process knows where the organization is: a region, or another address.
  const endpoint =
    organization.regionId === undefined
      ? ({ kind: 'custom', apiUrl: organization.apiUrl } as const)
      : ({ kind: 'region', regionId: organization.regionId } as const)

  return (
    <form className="vigil-stack" onSubmit={submit}>
      <p className="vigil-muted">
        For {organization.name}. The present credentials stay in use until Sigma has accepted the new ones.
      </p>
      <TextField
        label="Client ID"
        value={clientId}
        onChange={(value) => {
          setClientId(value)
          test.reset()
        }}
        isMonospace
        isRequired
      />
      <TextField
        label="Client secret"
        type="password"
        value={clientSecret}
        onChange={(value) => {
          setClientSecret(value)
          test.reset()
        }}
        isMonospace
        isRequired
        isFocusedFirst
      />
      <ConnectionTestSteps test={test} />
      {isKeychainTrouble && <SecretStorageChoice keychain={keychain} value={storage} onChange={setStorage} />}
      {failure !== undefined && <ErrorNotice error={failure} activity="The credentials were not replaced" />}
      <div className="vigil-actions">
        {organization.kind === 'sigma' && (
          <Button
            onPress={() => void test.testDraft({ endpoint, clientId: clientId.trim(), clientSecret })}
            isDisabled={!isComplete}
            isPending={test.state === 'running'}
          >
            Test connection
          </Button>
        )}
        <Button onPress={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" isDisabled={!isComplete} isPending={save.isPending}>
          Replace credentials
        </Button>
      </div>
    </form>
  )
}
