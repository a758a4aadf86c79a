import { Download, FileCheck, ShieldCheck, Square } from 'lucide-react'
import type { ReactElement } from 'react'
import type { CallOutput } from '../../../../shared/contract/api-types.ts'
import type { IntegrityResult, IntegrityStatus } from '../../../../shared/contract/integrity.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { formatCount, formatCountOf, formatDuration } from '../../lib/formats.ts'
import { useCancelVerify, useCheckHead, useExportHead, useIntegrity, useVerify } from '../../lib/kept-queries.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Section, SettingRow } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Tag } from '../../ui/tag.tsx'
import { showToast } from '../../ui/toast-queue.ts'
import { differenceWords, findingWords } from './archive-words.ts'
import { Findings } from './findings.tsx'

/** Whether anything was altered: verify now, what was found, and the head to be kept elsewhere. */
export function IntegritySection({ organizationId }: { readonly organizationId: OrganizationId }): ReactElement {
  const integrity = useIntegrity(organizationId)
  if (integrity.data === undefined)
    return integrity.error === null ? (
      <Skeleton lines={6} lineHeight={28} label="Reading the state of the chain" />
    ) : (
      <ErrorNotice
        activity="Reading the state of the chain"
        error={integrity.error}
        onRetry={() => void integrity.refetch()}
      />
    )
  return (
    <>
      <Verification organizationId={organizationId} status={integrity.data} />
      <Heads organizationId={organizationId} />
    </>
  )
}

interface VerificationProps {
  readonly organizationId: OrganizationId
  readonly status: IntegrityStatus
}

function Verification({ organizationId, status }: VerificationProps): ReactElement {
  const verify = useVerify()
  const cancel = useCancelVerify()
  const { last, progress } = status
  const error = verify.error ?? cancel.error ?? status.error
  return (
    <Section title="Verification">
      <SettingRow
        title="Every row and the chain"
        tag={last === undefined ? undefined : <ResultTag result={last} />}
        description={
          last === undefined ? (
            'Never verified to the end yet.'
          ) : (
            <>
              {formatCountOf(last.rowsChecked, 'row')} and {formatCountOf(last.commitsChecked, 'commit')} checked{' '}
              <RelativeTime atMs={last.finishedAtMs} /> in {formatDuration(last.finishedAtMs - last.startedAtMs)}
              {last.isAsked ? '.' : ', by itself.'}
            </>
          )
        }
        control={
          progress === undefined ? (
            <Button
              variant="primary"
              icon={ShieldCheck}
              isPending={verify.isPending}
              onPress={() => verify.mutate({ organizationId })}
            >
              Verify now
            </Button>
          ) : (
            <Button icon={Square} isPending={cancel.isPending} onPress={() => cancel.mutate({ organizationId })}>
              Cancel
            </Button>
          )
        }
      >
        {progress === undefined ? null : <Progress progress={progress} />}
        {error === undefined || error === null ? null : <ErrorNotice activity="Verifying" error={error} />}
        {last === undefined || last.findingsTotal === 0 ? null : (
          <Findings
            label="What was found"
            total={last.findingsTotal}
            findings={last.findings.map(findingWords)}
            actions={<CopyButton label="Copy the findings" text={findingsText(last)} />}
          />
        )}
      </SettingRow>
    </Section>
  )
}

function ResultTag({ result }: { readonly result: IntegrityResult }): ReactElement {
  return result.findingsTotal === 0 ? (
    <Tag tone="good">Nothing was altered</Tag>
  ) : (
    <Tag tone="bad">{formatCountOf(result.findingsTotal, 'finding')}</Tag>
  )
}

function findingsText({ findings }: IntegrityResult): string {
  return findings
    .map(findingWords)
    .map(({ title, detail }) => `${title}: ${detail}`)
    .join('\n')
}

function Progress({ progress }: { readonly progress: NonNullable<IntegrityStatus['progress']> }): ReactElement {
  const { rowsChecked, rowsTotal, rowsPerSecond, msLeft, findingsTotal } = progress
  const facts = [
    `${formatCount(rowsChecked)} of ${formatCountOf(rowsTotal, 'row')}`,
    ...(rowsPerSecond === undefined ? [] : [`${formatCountOf(Math.round(rowsPerSecond), 'row')}/s`]),
    ...(msLeft === undefined ? [] : [`${formatDuration(msLeft)} left`]),
    ...(findingsTotal === 0 ? [] : [formatCountOf(findingsTotal, 'finding')])
  ]
  return (
    <ProgressBar
      label="Verifying"
      value={rowsTotal === 0 ? 1 : Math.min(1, rowsChecked / rowsTotal)}
      detail={facts.join(' · ')}
    />
  )
}

function Heads({ organizationId }: { readonly organizationId: OrganizationId }): ReactElement {
  const save = useExportHead()
  const check = useCheckHead()
  return (
    <Section
      title="Head of the chain"
      description="A few hashes that stand for all that is here. Kept where nobody who can change this archive can change it, it proves later that nothing was altered since."
    >
      <SettingRow
        title="Export the head"
        description="A small file without any event."
        control={
          <Button
            icon={Download}
            isPending={save.isPending}
            onPress={() =>
              save.mutate(
                { organizationId },
                {
                  onSuccess: (answer) => {
                    if (answer.outcome === 'saved')
                      showToast({ tone: 'good', title: 'Head exported', description: answer.fileName })
                  }
                }
              )
            }
          >
            Export …
          </Button>
        }
      >
        {save.error === null ? null : <ErrorNotice activity="Exporting the head" error={save.error} />}
      </SettingRow>
      <SettingRow
        title="Check a head"
        description="Compares the archive with a head that was exported before. Later events change none of it."
        control={
          <Button icon={FileCheck} isPending={check.isPending} onPress={() => check.mutate({ organizationId })}>
            Choose a head …
          </Button>
        }
      >
        {check.error === null ? null : <ErrorNotice activity="Checking the head" error={check.error} />}
        {check.data === undefined ? null : <HeadResult answer={check.data} />}
      </SettingRow>
    </Section>
  )
}

function HeadResult({ answer }: { readonly answer: CallOutput<'integrity', 'checkHead'> }): ReactElement | null {
  if (answer.outcome === 'cancelled') return null
  const { fileName, commitCount, differences } = answer
  return (
    <div role="status">
      {differences.length === 0 ? (
        <p>
          <Tag tone="good">The same</Tag> The archive still has all {formatCountOf(commitCount, 'commit')} of{' '}
          <bdi>{fileName}</bdi>, unaltered.
        </p>
      ) : (
        <Findings
          label={`Differences from ${fileName}`}
          total={differences.length}
          findings={differences.map(differenceWords)}
        />
      )}
    </div>
  )
}
