import { useCallback, useRef, useState } from 'react'
import type { GeneralSettings } from '../../../../shared/contract/settings.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import {
  useDisableAuditLogging,
  useDismissAuditLoggingRefusal,
  useEnableAuditLogging,
  useRefreshSettings,
  useRetryPendingChange,
  useWithdrawAuditLoggingRequest
} from '../../lib/settings-queries.ts'

export type AuditLoggingAction = 'enable' | 'disable' | 'withdraw' | 'dismiss' | 'send-now' | 'check-now'

/** What can be asked for, one at a time: while a call is on its way, further clicks do nothing. */
export function useAuditLoggingActions(organizationId: OrganizationId, settings: GeneralSettings) {
  const enable = useEnableAuditLogging()
  const disable = useDisableAuditLogging()
  const withdraw = useWithdrawAuditLoggingRequest()
  const dismiss = useDismissAuditLoggingRefusal()
  const refresh = useRefreshSettings()
  const retry = useRetryPendingChange()
  // A ref, since a double click comes before React has rendered the pending state.
  const running = useRef(false)
  const [last, setLast] = useState<AuditLoggingAction | undefined>(undefined)
  const changeId = settings.auditLogging.pending?.id

  const run = useCallback(
    (action: AuditLoggingAction): void => {
      if (running.current) return
      const input = { organizationId }
      const done = { onSettled: () => void (running.current = false) }
      running.current = true
      setLast(action)
      for (const each of [enable, disable, withdraw, dismiss, refresh, retry]) each.reset()
      switch (action) {
        case 'enable':
          return enable.mutate(input, done)
        case 'disable':
          return disable.mutate(input, done)
        case 'withdraw':
          return withdraw.mutate(input, done)
        case 'dismiss':
          return dismiss.mutate(input, done)
        case 'check-now':
          return refresh.mutate(input, done)
        case 'send-now':
          if (changeId !== undefined) return retry.mutate({ organizationId, changeId }, done)
          running.current = false
      }
    },
    [organizationId, changeId, enable, disable, withdraw, dismiss, refresh, retry]
  )

  const all = [enable, disable, withdraw, dismiss, refresh, retry]
  return {
    run,
    retryFailed: () => {
      if (last !== undefined) run(last)
    },
    /** The action on its way. */
    running: all.some((each) => each.isPending) ? last : undefined,
    error: all.find((each) => each.error !== null)?.error ?? null
  }
}

export type AuditLoggingActions = ReturnType<typeof useAuditLoggingActions>
