import { type FormEvent, type ReactElement, useState } from 'react'
import type { CredentialList } from '../../../../shared/contract/bulk.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { useKeepCredentials } from '../../lib/bulk-queries.ts'
import { formatCountOf } from '../../lib/formats.ts'
import { useOrganizations } from '../../lib/organization-queries.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Section } from '../../ui/section.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './bulk.module.css'

interface Typed {
  readonly clientId: string
  readonly clientSecret: string
}

const nothingTyped: Typed = { clientId: '', clientSecret: '' }

export interface TypedCredentialsProps {
  readonly organizationIds: ReadonlySet<OrganizationId>
  /** The main process has them; nothing of the secrets is left here. */
  readonly onKept: (list: CredentialList) => void
}

/** A client ID and a client secret for each chosen organization. What was typed leaves this page in one call. */
export function TypedCredentials({ organizationIds, onKept }: TypedCredentialsProps): ReactElement | null {
  const organizations = (useOrganizations().data ?? []).filter(({ id }) => organizationIds.has(id))
  const [typed, setTyped] = useState<Readonly<Record<OrganizationId, Typed>>>({})
  const keep = useKeepCredentials()
  const of = (id: OrganizationId): Typed => typed[id] ?? nothingTyped
  const set = (id: OrganizationId, change: Partial<Typed>): void =>
    setTyped((before) => ({ ...before, [id]: { ...(before[id] ?? nothingTyped), ...change } }))
  const isHalf = ({ id }: { readonly id: OrganizationId }): boolean =>
    (of(id).clientId.trim() === '') !== (of(id).clientSecret === '')
  const entries = organizations
    .map(({ id }) => ({ organizationId: id, clientId: of(id).clientId.trim(), clientSecret: of(id).clientSecret }))
    .filter(({ clientId, clientSecret }) => clientId !== '' && clientSecret !== '')
  const halves = organizations.filter(isHalf).length
  if (organizations.length === 0) return null

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (entries.length === 0 || halves > 0 || keep.isPending) return
    keep.mutate(
      { entries },
      {
        onSuccess: (list) => {
          setTyped({})
          // the mutation still holds what it was called with
          keep.reset()
          onKept(list)
        }
      }
    )
  }
  return (
    <Section title="Client IDs and secrets">
      <form onSubmit={submit}>
        <ul aria-label="Organizations with new credentials">
          {organizations.map(({ id, name }) => (
            <li key={id} className={styles.typed}>
              <span className={styles.typedName}>{name}</span>
              <div className={styles.typedField}>
                <TextField
                  label={`Client ID of ${name}`}
                  isLabelHidden
                  isSmall
                  isMonospace
                  placeholder="Client ID"
                  maxLength={200}
                  value={of(id).clientId}
                  onChange={(clientId) => set(id, { clientId })}
                />
              </div>
              <div className={styles.typedField}>
                <TextField
                  label={`Client secret of ${name}`}
                  isLabelHidden
                  isSmall
                  isMonospace
                  type="password"
                  placeholder="Client secret"
                  maxLength={1000}
                  value={of(id).clientSecret}
                  onChange={(clientSecret) => set(id, { clientSecret })}
                />
              </div>
            </li>
          ))}
        </ul>
        {keep.isError && (
          <div className={styles.block}>
            <ErrorNotice error={keep.error} />
          </div>
        )}
        <div className={styles.typedFooter}>
          <span className="vigil-muted" aria-live="polite">
            {halves > 0
              ? `${formatCountOf(halves, 'organization')} with a client ID or a client secret alone.`
              : `${formatCountOf(entries.length, 'organization')} with new credentials; the others keep theirs.`}
          </span>
          <Button type="submit" isPending={keep.isPending} isDisabled={entries.length === 0 || halves > 0}>
            Use these credentials
          </Button>
        </div>
      </form>
    </Section>
  )
}
