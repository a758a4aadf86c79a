import type { ReactElement } from 'react'
import type { BulkAction, BulkPlanItem } from '../../../../shared/contract/bulk.ts'
import { booleanSettingKeys } from '../../../../shared/domain/setting-keys.ts'
import { enablingConsequences } from '../../lib/audit-logging-words.ts'
import { bulkConfirmLabel, wordsOfBulk } from '../../lib/bulk-words.ts'
import { formatCountOf } from '../../lib/formats.ts'
import { settingName } from '../../lib/setting-names.ts'
import { switchWords, wordOfValue } from '../../lib/setting-words.ts'
import type { SettingValue } from '../../../../shared/contract/settings.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'

export interface StartDialogProps {
  readonly action: BulkAction
  readonly items: readonly BulkPlanItem[]
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
  readonly onConfirm: () => void
  readonly isPending: boolean
  readonly error: unknown
}

/** Asks before an act that reaches into Sigma or the keychain, with what it means. */
export function StartDialog(props: StartDialogProps): ReactElement {
  const { action, items, isOpen, onOpenChange, onConfirm, isPending, error } = props
  const toDo = items.filter(({ verdict }) => verdict === 'change').length
  const isOff = action.kind === 'apply-settings' && offConsequences(action).length > 0
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={`${wordsOfBulk(action.kind).name} in ${formatCountOf(toDo, 'organization')}?`}
      confirmLabel={bulkConfirmLabel(action.kind, toDo)}
      tone={isOff ? 'danger' : 'normal'}
      onConfirm={onConfirm}
      isPending={isPending}
      error={error}
    >
      <ul className="vigil-bullets vigil-stack">
        {consequencesOf(action).map((consequence) => (
          <li key={consequence}>{consequence}</li>
        ))}
        {action.kind === 'enable-audit-logging' && <li>{provisioning(items)}</li>}
      </ul>
    </ConfirmDialog>
  )
}

/** What a person should know before it begins; empty for what needs no question. */
export function consequencesOf(action: BulkAction): readonly string[] {
  switch (action.kind) {
    case 'enable-audit-logging':
      return enablingConsequences
    case 'apply-settings':
      return [
        ...Object.entries(action.values).map(([key, value]) => valueLine(key, value)),
        ...offConsequences(action),
        'Each change stands under Pending changes until Sigma has it.'
      ]
    case 'rotate':
      return [
        'Each new client ID and secret is tested first. Where the test fails, the old ones stay in use.',
        action.storage === 'keychain'
          ? 'The new secrets are kept in the keychain; the old ones are forgotten once the new ones work.'
          : 'The new secrets are kept in memory and gone when Vigil quits.',
        'In Sigma the old credentials stay valid until you revoke them in Administration > Developer Access.'
      ]
    default:
      return []
  }
}

function valueLine(key: string, value: SettingValue): string {
  return `${settingName(key)}: ${wordOfValue(value)}`
}

function offConsequences({ values }: Extract<BulkAction, { kind: 'apply-settings' }>): readonly string[] {
  return booleanSettingKeys.flatMap((key) => (values[key] === false ? (switchWords[key].off?.consequences ?? []) : []))
}

function provisioning(items: readonly BulkPlanItem[]): string {
  const known = items.filter(({ reason }) => reason === 'not-provisioned').length
  const told =
    known === 0
      ? ''
      : ` ${formatCountOf(known, 'organization')} of your choice ${known === 1 ? 'is' : 'are'} known to lack it.`
  return `Audit logging may not be part of every organization’s plan: where it is not, Sigma refuses, and Sigma Support or the account executive can add it.${told}`
}
