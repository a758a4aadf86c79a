import type { ReactElement } from 'react'
import type { GeneralSettings } from '../../../../shared/contract/settings.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { useNow } from '../../lib/use-now.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Section, SettingRow } from '../../ui/section.tsx'
import { Tag } from '../../ui/tag.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { AuditLoggingControls } from './audit-logging-controls.tsx'
import { type AuditLoggingView, viewOfAuditLogging } from './audit-logging-view.ts'
import styles from './general-settings.module.css'
import { sectionId } from './section-links.tsx'
import { OpenInSigma } from './open-in-sigma.tsx'
import { readOnlyWords } from './setting-words.ts'
import { useAuditLoggingActions } from './use-audit-logging-actions.ts'

interface AuditLoggingSectionProps {
  readonly organizationId: OrganizationId
  readonly settings: GeneralSettings
}

/** Audit Logging with its two settings: Sigma Audit Logs, and the storage integration, which is made in Sigma alone. */
export function AuditLoggingSection({ organizationId, settings }: AuditLoggingSectionProps): ReactElement {
  const nowMs = useNow(1_000)
  const view = viewOfAuditLogging(settings, nowMs)
  const actions = useAuditLoggingActions(organizationId, settings)
  const storage = readOnlyWords.auditStorage
  return (
    <Section title="Audit Logging" id={sectionId('Audit Logging')}>
      <SettingRow
        title="Sigma Audit Logs"
        tag={<StateTag view={view} />}
        description={
          <div className={styles.lines}>
            {view.lines.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </div>
        }
        control={
          <AuditLoggingControls
            organizationId={organizationId}
            controls={view.controls}
            state={settings.auditLogging.state}
            actions={actions}
          />
        }
      >
        {actions.error === null ? null : (
          <ErrorNotice activity="Sigma Audit Logs" error={actions.error} onRetry={actions.retryFailed} />
        )}
      </SettingRow>
      <SettingRow
        title={storage.name}
        description={storage.description}
        control={<OpenInSigma organizationId={organizationId} of={storage.name} />}
      />
      {/* the tag alone: sentences with running times would be read out again and again */}
      <VisuallyHidden>
        <span aria-live="polite">{`Sigma Audit Logs: ${view.tag}`}</span>
      </VisuallyHidden>
    </Section>
  )
}

function StateTag({ view }: { readonly view: AuditLoggingView }): ReactElement {
  if (view.tooltip === undefined) return <Tag tone={view.tone}>{view.tag}</Tag>
  return (
    <Tooltip isFocusable text={view.tooltip}>
      <Tag tone={view.tone} role="note" tabIndex={0}>
        {view.tag}
      </Tag>
    </Tooltip>
  )
}
