import type { ReactElement } from 'react'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { enablingConsequences } from '../../lib/audit-logging-words.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import styles from './general-settings.module.css'
import { OpenInSigma } from './open-in-sigma.tsx'

interface DialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onConfirm: () => void
}

/** Before Enable: what will be recorded, from when, for how long, and how late it shows. */
export function EnableDialog({ isOpen, onClose, onConfirm }: DialogProps): ReactElement {
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onClose}
      title="Enable Sigma Audit Logs?"
      confirmLabel="Enable"
      onConfirm={onConfirm}
    >
      <ul className={styles.consequences}>
        {enablingConsequences.map((consequence) => (
          <li key={consequence}>{consequence}</li>
        ))}
      </ul>
    </ConfirmDialog>
  )
}

/** Before Disable: what stops and what is lost, with Sigma's links to look at it first. */
export function DisableDialog({
  organizationId,
  isOpen,
  onClose,
  onConfirm
}: DialogProps & { readonly organizationId: OrganizationId }): ReactElement {
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onClose}
      title="Disable Sigma Audit Logs?"
      confirmLabel="Disable audit logging"
      tone="danger"
      onConfirm={onConfirm}
    >
      <ul className={styles.consequences}>
        <li>Events are no longer recorded. What happens while audit logging is off can never be recovered.</li>
        <li>
          Audit log storage integrations are deleted and scheduled exports of the audit connection are cancelled. They
          must be set up again after enabling.
        </li>
        <li>Sigma keeps what was captured before for 30 days; enabling again within that time brings it back.</li>
        <li>Sigma records which user disabled audit logging. Rows that Vigil has read stay in Vigil.</li>
      </ul>
      <p>Look first at the exports and workbook elements that use the audit connection:</p>
      <div className={styles.links}>
        <OpenInSigma organizationId={organizationId} page="scheduled-exports" of="view exports">
          view exports
        </OpenInSigma>
        <OpenInSigma organizationId={organizationId} page="audit-connection-lineage" of="view elements">
          view elements
        </OpenInSigma>
      </div>
    </ConfirmDialog>
  )
}
