import { useEffect, useRef, useState } from 'react'
import type { BulkAction, CredentialList } from '../../../../shared/contract/bulk.ts'
import type { SecretStorage } from '../../../../shared/contract/organizations.ts'
import type { SettingKey, SettingValue } from '../../../../shared/contract/settings.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { errorDataOf } from '../../lib/api.ts'
import { getBulkDraft, setBulkDraft } from '../../lib/bulk-draft.ts'
import { dropCredentials } from '../../lib/bulk-queries.ts'
import type { BulkKind } from '../../lib/bulk-words.ts'
import { fleetSelection } from '../../lib/fleet-selection.ts'

export type SettingValues = Partial<Record<SettingKey, SettingValue>>

/** Organizations of a list of credentials whose entry can be used. */
export function organizationsOf(list: CredentialList): OrganizationId[] {
  return list.entries.flatMap(({ organizationId, problem }) =>
    organizationId === undefined || problem !== undefined ? [] : [organizationId]
  )
}

/** Whether an act failed since the main process holds its list of new credentials no longer: it forgets them in time. */
export function isListGone(kind: BulkKind | undefined, error: unknown): boolean {
  return kind === 'rotate' && error instanceof Error && errorDataOf(error).code === 'not-found'
}

/** What the person has chosen so far: the act, its details, and the organizations. */
export function useBulkForm() {
  const [draft] = useState(getBulkDraft)
  // a draft is for one visit: later ones begin with what is selected among all organizations
  useEffect(() => setBulkDraft(undefined), [])
  const [kind, setKind] = useState<BulkKind | undefined>(draft?.action.kind)
  const [selected, setSelected] = useState<ReadonlySet<OrganizationId>>(
    () => new Set(draft?.organizationIds ?? fleetSelection())
  )
  const [values, setValues] = useState<SettingValues>(
    draft?.action.kind === 'apply-settings' ? draft.action.values : {}
  )
  const [storage, setStorage] = useState<SecretStorage>('keychain')
  const credentials = useCredentialList()

  const action = actionOf(kind, values, credentials.list, storage)
  const organizationIds =
    kind === 'rotate' ? (credentials.list === undefined ? [] : organizationsOf(credentials.list)) : [...selected]
  return {
    kind,
    setKind,
    selected,
    setSelected,
    values,
    setValues,
    storage,
    setStorage,
    credentials,
    /** What would be done; undefined while a detail is missing. */
    action,
    organizationIds
  }
}

export type BulkForm = ReturnType<typeof useBulkForm>

function actionOf(
  kind: BulkKind | undefined,
  values: SettingValues,
  list: CredentialList | undefined,
  storage: SecretStorage
): BulkAction | undefined {
  switch (kind) {
    case undefined:
      return undefined
    case 'apply-settings':
      return Object.keys(values).length === 0 ? undefined : { kind, values }
    case 'rotate':
      return list === undefined ? undefined : { kind, listId: list.listId, storage }
    default:
      return { kind }
  }
}

/**
 * The list of new credentials that the main process holds for this page. It is forgotten there when another takes its
 * place and when the person leaves, unless a run has taken it over.
 */
function useCredentialList() {
  const [list, setList] = useState<CredentialList | undefined>(undefined)
  const held = useRef<string | undefined>(undefined)
  const hold = (next: CredentialList | undefined): void => {
    if (held.current !== undefined && held.current !== next?.listId) dropCredentials(held.current)
    held.current = next?.listId
    setList(next)
  }
  useEffect(
    () => () => {
      if (held.current !== undefined) dropCredentials(held.current)
    },
    []
  )
  return {
    list,
    hold,
    /** A run needs it from now on. */
    release: (): void => {
      held.current = undefined
    }
  }
}
