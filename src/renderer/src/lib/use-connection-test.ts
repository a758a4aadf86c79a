import { useCallback, useEffect, useRef, useState } from 'react'
import type { CallInput } from '../../../shared/contract/api-types.ts'
import type { ConnectionTestStep, ConnectionTestStepName } from '../../../shared/contract/credentials.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'
import { api, errorDataOf, onEvent } from './api.ts'

/** The steps in their order; the contract's own list is a zod module, which stays out of the window's bundle. */
const stepNames: readonly ConnectionTestStepName[] = [
  'name-resolution',
  'tls',
  'token',
  'whoami',
  'account-type',
  'region',
  'audit-connection'
]

export interface ConnectionTest {
  readonly state: 'idle' | 'running' | 'done' | 'failed'
  readonly steps: readonly ConnectionTestStep[]
  /** Why the test itself could not be run (not why a step failed). */
  readonly error: unknown
  readonly testDraft: (draft: CallInput<'credentials', 'testDraft'>['draft']) => Promise<void>
  readonly testOrganization: (organizationId: OrganizationId) => Promise<void>
  readonly cancel: () => void
  /** Forgets the outcome, e.g. because what was tested has been edited. */
  readonly reset: () => void
}

const freshSteps = (): ConnectionTestStep[] => stepNames.map((name) => ({ name, outcome: 'waiting', facts: {} }))

/** Runs a connection test and follows its steps as they happen. A test that is left behind is cancelled. */
export function useConnectionTest(): ConnectionTest {
  const [state, setState] = useState<ConnectionTest['state']>('idle')
  const [steps, setSteps] = useState<readonly ConnectionTestStep[]>([])
  const [error, setError] = useState<unknown>(undefined)
  const current = useRef<string | undefined>(undefined)

  const cancel = useCallback((): void => {
    const testId = current.current
    if (testId === undefined) return
    current.current = undefined
    api.credentials.cancelTest({ testId }).catch(() => undefined)
    setState('idle')
    setSteps([])
  }, [])

  useEffect(() => cancel, [cancel])

  useEffect(
    () =>
      onEvent('connectionTestStepChanged', ({ testId, step }) => {
        if (testId !== current.current) return
        setSteps((before) => before.map((one) => (one.name === step.name ? step : one)))
      }),
    []
  )

  const run = useCallback(async (start: (testId: string) => Promise<ConnectionTestStep[]>): Promise<void> => {
    const testId = crypto.randomUUID()
    current.current = testId
    setSteps(freshSteps())
    setError(undefined)
    setState('running')
    try {
      const outcome = await start(testId)
      if (current.current !== testId) return
      setSteps(outcome)
      setState('done')
    } catch (thrown) {
      if (current.current !== testId) return
      if (errorDataOf(thrown).code === 'cancelled') {
        setState('idle')
        setSteps([])
        return
      }
      setError(thrown)
      setState('failed')
    } finally {
      if (current.current === testId) current.current = undefined
    }
  }, [])

  const testDraft = useCallback<ConnectionTest['testDraft']>(
    (draft) => run((testId) => api.credentials.testDraft({ testId, draft })),
    [run]
  )
  const testOrganization = useCallback<ConnectionTest['testOrganization']>(
    (organizationId) => run((testId) => api.credentials.testOrganization({ testId, organizationId })),
    [run]
  )
  const reset = useCallback((): void => {
    cancel()
    setState('idle')
    setSteps([])
    setError(undefined)
  }, [cancel])

  return { state, steps, error, testDraft, testOrganization, cancel, reset }
}
