import { FlaskConical } from 'lucide-react'
import { type ReactElement, useEffect, useRef, useState } from 'react'
import type { BulkPlan } from '../../../../shared/contract/bulk.ts'
import { usePlanBulk, useRunningBulk } from '../../lib/bulk-queries.ts'
import { countsOfRun, progressWords, wordsOfBulk } from '../../lib/bulk-words.ts'
import { formatCountOf } from '../../lib/formats.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import { ActError } from './act-error.tsx'
import { ActionSection } from './action-section.tsx'
import styles from './bulk.module.css'
import { CredentialsSection } from './credentials-section.tsx'
import { OrganizationPicker } from './organization-picker.tsx'
import { PlanPage } from './plan-page.tsx'
import { RunsSection } from './runs-section.tsx'
import { SettingValuesSection } from './setting-values-section.tsx'
import { type BulkForm, useBulkForm } from './use-bulk-form.ts'

/** An act over many organizations: what, where, and a dry run before anything is done. */
export function BulkPage(): ReactElement {
  const form = useBulkForm()
  const planning = usePlanBulk()
  const [plan, setPlan] = useState<BulkPlan | undefined>(undefined)
  useHeadingFocusOn(plan === undefined)
  const dryRun = (): void => {
    if (form.action === undefined) return
    planning.mutate({ action: form.action, organizationIds: form.organizationIds }, { onSuccess: setPlan })
  }
  if (plan !== undefined)
    return (
      <PlanPage
        plan={plan}
        isPlanning={planning.isPending}
        planError={planning.error}
        onPlanAgain={dryRun}
        onBack={() => setPlan(undefined)}
        onStarted={form.credentials.release}
      />
    )
  return <FormPage form={form} isPlanning={planning.isPending} error={planning.error} onDryRun={dryRun} />
}

/** Form and dry run share an address: the focus goes to the new heading as it does between pages. */
function useHeadingFocusOn(view: boolean): void {
  const last = useRef(view)
  useEffect(() => {
    if (last.current === view) return
    last.current = view
    document.querySelector<HTMLElement>('[data-page-heading]')?.focus({ preventScroll: true })
  }, [view])
}

interface FormPageProps {
  readonly form: BulkForm
  readonly isPlanning: boolean
  readonly error: unknown
  readonly onDryRun: () => void
}

function FormPage({ form, isPlanning, error, onDryRun }: FormPageProps): ReactElement {
  const count = form.organizationIds.length
  return (
    <Page
      title="Bulk actions"
      description="One act in many organizations. A dry run says first what would happen in each, and changes nothing."
    >
      <RunningBanner />
      <ActionSection kind={form.kind} onChange={form.setKind} />
      {form.kind === 'apply-settings' && <SettingValuesSection values={form.values} onChange={form.setValues} />}
      {form.kind === 'rotate' ? (
        <CredentialsSection form={form} />
      ) : (
        form.kind !== undefined && <OrganizationPicker selected={form.selected} onChange={form.setSelected} />
      )}
      {form.kind !== undefined && <ActError kind={form.kind} activity="The dry run" error={error} />}
      {form.kind !== undefined && (
        <div className={styles.footer}>
          <span className="vigil-muted" aria-live="polite">
            {missingOf(form) ?? `${wordsOfBulk(form.kind).name}, ${formatCountOf(count, 'organization')}.`}
          </span>
          <Button
            variant="primary"
            size="large"
            icon={FlaskConical}
            isPending={isPlanning}
            isDisabled={form.action === undefined || count === 0}
            onPress={onDryRun}
          >
            Dry run
          </Button>
        </div>
      )}
      <RunsSection />
    </Page>
  )
}

/** What has still to be chosen. */
function missingOf({ kind, action, organizationIds }: BulkForm): string | undefined {
  if (kind === 'apply-settings' && action === undefined) return 'Choose a value for at least one setting.'
  if (kind === 'rotate' && action === undefined) return 'Choose a file, or type new credentials.'
  if (organizationIds.length > 0) return undefined
  return kind === 'rotate' ? 'None of the credentials belongs to an organization here.' : 'Choose the organizations.'
}

function RunningBanner(): ReactElement | null {
  const run = useRunningBulk()
  if (run === undefined) return null
  return (
    <Banner
      tone="info"
      title={`${wordsOfBulk(run.action.kind).name} is running.`}
      action={
        <PlaceLink place={{ to: 'bulk', runId: run.runId }} variant="secondary">
          Show progress
        </PlaceLink>
      }
    >
      {progressWords(countsOfRun(run))}. Another can be looked at in a dry run, and started when this one has ended.
    </Banner>
  )
}
