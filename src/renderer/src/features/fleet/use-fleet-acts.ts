import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Organization } from '../../../../shared/contract/organizations.ts'
import { api } from '../../lib/api.ts'
import { wordsOfThrown } from '../../lib/error-words.ts'
import { formatCountOf } from '../../lib/formats.ts'
import { patchOrganizations } from '../../lib/organization-cache.ts'
import { showToast } from '../../ui/toast-queue.ts'

/** As many calls are under way at once; the main process holds back the requests themselves. */
const mostAtOnce = 8

interface Failure {
  readonly name: string
  readonly error: unknown
}

async function inEach(
  organizations: readonly Organization[],
  act: (organization: Organization) => Promise<unknown>
): Promise<readonly Failure[]> {
  const failures: Failure[] = []
  const waiting = organizations.values()
  const work = async (): Promise<void> => {
    for (const organization of waiting)
      await act(organization).catch((error: unknown) => failures.push({ name: organization.name, error }))
  }
  await Promise.all(Array.from({ length: Math.min(mostAtOnce, organizations.length) }, work))
  return failures
}

export type FleetAct = 'sync' | 'pause' | 'resume'

const doneWords: Record<FleetAct, string> = { sync: 'read from Sigma', pause: 'paused', resume: 'resumed' }

const calls: Record<FleetAct, (organization: Organization) => Promise<unknown>> = {
  sync: ({ id }) => api.organizations.refreshOrganization({ organizationId: id }),
  pause: ({ id }) => api.organizations.pauseOrganization({ organizationId: id }),
  resume: ({ id }) => api.organizations.resumeOrganization({ organizationId: id })
}

/** Those of the organizations in which the act makes a difference: nothing is read for a paused one. */
export function actable(organizations: readonly Organization[], act: FleetAct): readonly Organization[] {
  return organizations.filter((one) => (one.pausedAtMs === undefined) === (act !== 'resume'))
}

/** Does something in several organizations at once, and says in the end how it went. */
export function useFleetActs(): {
  readonly running: FleetAct | undefined
  readonly run: (act: FleetAct, organizations: readonly Organization[]) => void
} {
  const client = useQueryClient()
  const [running, setRunning] = useState<FleetAct | undefined>(undefined)
  const run = (act: FleetAct, organizations: readonly Organization[]): void => {
    const chosen = actable(organizations, act)
    if (running !== undefined || chosen.length === 0) return
    setRunning(act)
    void inEach(chosen, calls[act]).then((failures) => {
      setRunning(undefined)
      patchOrganizations(
        client,
        chosen.map((one) => one.id)
      )
      sayHowItWent(act, chosen.length, failures)
    })
  }
  return { running, run }
}

function sayHowItWent(act: FleetAct, count: number, failures: readonly Failure[]): void {
  const [first] = failures
  if (first === undefined) {
    showToast({ tone: 'good', title: `${formatCountOf(count, 'organization')} ${doneWords[act]}` })
    return
  }
  const others = failures.length === 1 ? '' : ` And ${formatCountOf(failures.length - 1, 'other')}.`
  showToast({
    tone: 'bad',
    title: `${failures.length} of ${formatCountOf(count, 'organization')} could not be ${doneWords[act]}`,
    description: `${first.name}: ${wordsOfThrown(first.error).title}${others}`
  })
}
