import { type ReactElement, useState } from 'react'
import { type AuditLoggingState, connectionOf } from '../../../../shared/domain/audit-logging.ts'
import { assertNever } from '../../../../shared/kit/assert-never.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { Button } from '../../ui/button.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import { DisableDialog, EnableDialog } from './audit-logging-dialogs.tsx'
import type { AuditLoggingControl } from './audit-logging-view.ts'
import { OpenInSigma } from './open-in-sigma.tsx'
import type { AuditLoggingAction, AuditLoggingActions } from './use-audit-logging-actions.ts'

interface AuditLoggingControlsProps {
  readonly organizationId: OrganizationId
  readonly controls: readonly AuditLoggingControl[]
  readonly state: AuditLoggingState
  readonly actions: AuditLoggingActions
}

/** The buttons of Sigma Audit Logs, with the dialogs that some of them open. */
export function AuditLoggingControls({
  organizationId,
  controls,
  state,
  actions
}: AuditLoggingControlsProps): ReactElement {
  const [asking, setAsking] = useState<'enable' | 'disable' | undefined>(undefined)
  const ask = (about: 'enable' | 'disable') => {
    if (actions.running === undefined) setAsking(about)
  }
  const close = () => setAsking(undefined)
  const confirm = (action: AuditLoggingAction) => {
    close()
    actions.run(action)
  }
  const act = (action: AuditLoggingAction, word: string, variant: 'secondary' | 'quiet' = 'secondary') => (
    <Button
      key={word}
      variant={variant}
      isPending={actions.running === action}
      isDisabled={actions.running !== undefined && actions.running !== action}
      onPress={() => actions.run(action)}
    >
      {word}
    </Button>
  )
  const one = (control: AuditLoggingControl): ReactElement | null => {
    switch (control) {
      case 'enable':
        return (
          <Button
            key={control}
            variant="primary"
            isPending={actions.running === 'enable'}
            onPress={() => ask('enable')}
          >
            Enable
          </Button>
        )
      case 'disable':
        return (
          <Button key={control} isPending={actions.running === 'disable'} onPress={() => ask('disable')}>
            Disable
          </Button>
        )
      case 'browse': {
        const connectionId = connectionOf(state)
        return connectionId === undefined ? null : (
          <PlaceLink key={control} variant="primary" place={{ to: 'connection', organizationId, connectionId }}>
            Browse Connection
          </PlaceLink>
        )
      }
      case 'retry':
        return state.kind === 'refused' ? act(state.request, 'Try again') : null
      case 'send-now':
        return act('send-now', 'Send now')
      case 'withdraw':
        return act('withdraw', 'Withdraw')
      case 'stop-waiting':
        return act('withdraw', 'Stop waiting', 'quiet')
      case 'dismiss':
        return act('dismiss', 'Dismiss', 'quiet')
      case 'check-now':
        return act('check-now', 'Check now')
      case 'open-in-sigma':
        return <OpenInSigma key={control} organizationId={organizationId} of="Sigma Audit Logs" />
      default:
        return assertNever(control)
    }
  }
  return (
    <>
      {controls.map(one)}
      <EnableDialog isOpen={asking === 'enable'} onClose={close} onConfirm={() => confirm('enable')} />
      <DisableDialog
        organizationId={organizationId}
        isOpen={asking === 'disable'}
        onClose={close}
        onConfirm={() => confirm('disable')}
      />
    </>
  )
}
