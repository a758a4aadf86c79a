import type { ReactElement } from 'react'
import type { Setting, SettingValue } from '../../../../shared/contract/settings.ts'
import type { AppErrorData } from '../../../../shared/kit/app-error.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { type Words, wordsOfError } from '../../lib/error-words.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Tag } from '../../ui/tag.tsx'
import styles from './general-settings.module.css'
import { SettingChange } from './setting-change.tsx'

/** What the setting is or will be: a change on its way counts, a refused one does not. */
export function shownValue(setting: Setting | undefined): SettingValue | undefined {
  const pending = setting?.pending
  return pending !== undefined && pending.state !== 'refused' ? pending.value : setting?.value
}

/** Stands in place of a value that is not there. */
export function SettingStatus({ setting }: { readonly setting: Setting | undefined }): ReactElement {
  return <Tag>{setting?.unavailable === undefined ? 'Not read yet' : 'Not available'}</Tag>
}

/** Sigma answers `not-found` for a setting that the organization does not have. */
function wordsOfUnavailable(error: AppErrorData): Words {
  return error.code === 'not-found'
    ? { title: 'Sigma does not offer this setting in this organization.', remedy: '' }
    : wordsOfError(error)
}

/** What there is to say below a setting: why it is unavailable, a change on its way, an error; null for nothing. */
export function notesOf(
  organizationId: OrganizationId,
  setting: Setting | undefined,
  error: unknown
): ReactElement | null {
  const unavailable = setting?.unavailable === undefined ? undefined : wordsOfUnavailable(setting.unavailable)
  const hasError = error !== null && error !== undefined
  if (unavailable === undefined && setting?.pending === undefined && !hasError) return null
  return (
    <>
      {unavailable === undefined ? null : (
        <p className={styles.quiet}>
          {unavailable.title} {unavailable.remedy}
        </p>
      )}
      {setting?.pending === undefined ? null : (
        <SettingChange organizationId={organizationId} change={setting.pending} />
      )}
      {hasError ? <ErrorNotice error={error} /> : null}
    </>
  )
}
