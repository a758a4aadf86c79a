import { type ReactElement, useState } from 'react'
import type { Organization } from '../../../../shared/contract/organizations.ts'
import { useGo } from '../../lib/navigation.ts'
import { useRemoveOrganization } from '../../lib/organization-queries.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Section, SettingRow } from '../../ui/section.tsx'
import { showToast } from '../../ui/toast-queue.ts'

/** Takes the organization out of Vigil, with everything kept of it. */
export function RemoveSection({ organization }: { readonly organization: Organization }): ReactElement {
  const [isAsking, setIsAsking] = useState(false)
  const remove = useRemoveOrganization()
  const go = useGo()
  return (
    <Section title="Remove">
      <SettingRow
        title="Remove this organization from Vigil"
        description="Deletes what Vigil keeps of it on this computer. Nothing changes in Sigma."
        control={
          <Button variant="danger" onPress={() => setIsAsking(true)}>
            Remove …
          </Button>
        }
      />
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={(isOpen) => {
          setIsAsking(isOpen)
          remove.reset()
        }}
        title={`Remove ${organization.name}?`}
        confirmLabel="Remove the organization"
        tone="danger"
        typedConfirmation={organization.name}
        isPending={remove.isPending}
        error={remove.error}
        onConfirm={(typedName) =>
          remove.mutate(
            { organizationId: organization.id, typedName },
            {
              onSuccess: () => {
                showToast({ tone: 'good', title: `${organization.name} was removed` })
                go({ to: 'start' }, { replace: true })
              }
            }
          )
        }
      >
        <p>This deletes from this computer, for good:</p>
        <ul className="vigil-bullets">
          <li>the audit events that Vigil has kept; Sigma itself has those of the last 30 days only</li>
          <li>what was read of settings and connections, and changes that were not sent yet</li>
          <li>the client secret in the keychain</li>
        </ul>
        <p>
          {organization.kind === 'sandbox'
            ? 'The sandbox itself goes with it: its members, connections and events.'
            : 'In Sigma nothing changes: audit logging stays as it is, and the credentials stay valid.'}
        </p>
      </ConfirmDialog>
    </Section>
  )
}
