import { FileCheck, FolderCheck, Package } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import type { CallOutput } from '../../../../shared/contract/api-types.ts'
import type { EvidencePack } from '../../../../shared/contract/evidence.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { wordsOfError } from '../../lib/error-words.ts'
import { useEventCount } from '../../lib/event-queries.ts'
import { boundsOf, filterOf, useEventView } from '../../lib/event-view.ts'
import { formatAbsolute, formatBytes, formatCount, formatCountOf, formatDuration } from '../../lib/formats.ts'
import { useCancelPack, useMakePack, usePacks, useVerifyPack } from '../../lib/kept-queries.ts'
import { useLocalZone } from '../../lib/local-zone.ts'
import { friendlyName } from '../../ui/archived-rows/column-roles.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import { PlainTable } from '../../ui/plain-table.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { Section, SettingRow } from '../../ui/section.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Tag, type Tone } from '../../ui/tag.tsx'
import styles from './archive.module.css'
import { packFindingWords, packTitles } from './archive-words.ts'
import { Findings } from './findings.tsx'
import type { ArchiveTableProps } from './state-section.tsx'

/** A pack of the events that the audit log shows, and the check of any pack. */
export function EvidenceSection({ organizationId, path }: ArchiveTableProps): ReactElement {
  return (
    <>
      <MakePack organizationId={organizationId} path={path} />
      <Packs organizationId={organizationId} />
      <VerifyPack />
    </>
  )
}

function MakePack({ organizationId, path }: ArchiveTableProps): ReactElement {
  const [view] = useEventView(organizationId)
  const localZone = useLocalZone()
  const make = useMakePack()
  const [format, setFormat] = useState<'zip' | 'folder'>('zip')
  const [zone, setZone] = useState('UTC')
  const [isSafe, setSafe] = useState(true)
  const filter = filterOf(view)
  const count = useEventCount({ organizationId, path: [...path], filter }, 0)
  const { fromMs, toMs } = boundsOf(view.range)
  const zones = [...new Set(['UTC', localZone])]
  return (
    <Section
      title="Make a pack"
      description="Events as NDJSON and CSV, a manifest with their SHA-256, the coverage of that time and the proof from the chain."
    >
      <div className={styles.stack}>
        <KeyValueList
          isPlain
          items={[
            {
              key: 'Events',
              value: (
                <span className="vigil-row">
                  {count.data === undefined
                    ? 'Counting …'
                    : `${count.data.isComplete ? '' : 'More than '}${formatCountOf(count.data.count, 'event')}`}
                  <PlaceLink place={{ to: 'audit-log', organizationId }}>Change in the audit log</PlaceLink>
                </span>
              )
            },
            {
              key: 'Time',
              value:
                fromMs === undefined
                  ? 'All time'
                  : `${formatAbsolute(fromMs, zone)} to ${toMs === undefined ? 'now' : formatAbsolute(toMs, zone)}`
            },
            {
              key: 'Filter',
              value:
                view.text.trim() === '' && view.chips.length === 0
                  ? 'None'
                  : [
                      ...(view.text.trim() === '' ? [] : [`any column contains “${view.text.trim()}”`]),
                      ...view.chips.map(
                        ({ column, text, isExcluded }) =>
                          `${friendlyName(column)} ${isExcluded ? 'is not' : 'is'} ${text ?? 'no value'}`
                      )
                    ].join('; ')
            }
          ]}
        />
        <RadioGroup
          label="Form"
          orientation="horizontal"
          value={format}
          onChange={setFormat}
          options={[
            { value: 'zip', label: 'One ZIP file' },
            { value: 'folder', label: 'A folder' }
          ]}
        />
        <div className={styles.role}>
          <Select
            label="Times of the CSV in"
            value={zone}
            onChange={setZone}
            options={zones.map((value) => ({ value, label: value }))}
          />
        </div>
        <Checkbox
          isSelected={isSafe}
          onChange={setSafe}
          description="A quote stands before cells of the CSV that a spreadsheet would take for a formula. The NDJSON has them as they are."
        >
          Safe for spreadsheets
        </Checkbox>
        {make.error === null ? null : <ErrorNotice activity="Making the pack" error={make.error} />}
        <div className="vigil-actions">
          <Button
            variant="primary"
            icon={Package}
            isPending={make.isPending}
            isDisabled={count.data?.count === 0}
            onPress={() =>
              make.mutate({
                organizationId,
                path: [...path],
                filter,
                ...(fromMs === undefined ? {} : { fromMs }),
                ...(toMs === undefined ? {} : { toMs }),
                timeZone: zone,
                format,
                isSpreadsheetSafe: isSafe
              })
            }
          >
            Make a pack …
          </Button>
        </div>
      </div>
    </Section>
  )
}

const packStates: Readonly<Record<EvidencePack['state'], { readonly tone: Tone; readonly words: string }>> = {
  writing: { tone: 'working', words: 'Being written' },
  complete: { tone: 'good', words: 'Complete' },
  cancelled: { tone: 'warning', words: 'Cancelled' },
  failed: { tone: 'bad', words: 'Failed' }
}

function Packs({ organizationId }: { readonly organizationId: OrganizationId }): ReactElement {
  const packs = usePacks(organizationId)
  const cancel = useCancelPack()
  return (
    <Section title="Packs" description="Of this run of Vigil. Activity has all that were ever made.">
      {cancel.error === null ? null : <ErrorNotice activity="Cancelling" error={cancel.error} />}
      {packs.error !== null ? (
        <ErrorNotice activity="Reading the packs" error={packs.error} onRetry={() => void packs.refetch()} />
      ) : packs.data === undefined ? (
        <Skeleton lines={2} lineHeight={28} label="Reading the packs" />
      ) : packs.data.length === 0 ? (
        <EmptyState icon={Package} title="No pack was made yet">
          A pack is written where you choose; Vigil keeps no copy.
        </EmptyState>
      ) : (
        <PlainTable label="Packs of this run" columns={['Pack', 'State', 'Events', 'Acts']} layout="section">
          {packs.data.map((one) => (
            <tr key={one.packId}>
              <td>
                <bdi>{one.fileName}</bdi>
                <div className="vigil-muted">{formatAbsolute(one.startedAtMs)}</div>
              </td>
              <td data-nowrap="">
                <Tag tone={packStates[one.state].tone}>{packStates[one.state].words}</Tag>
                {one.isSigned === true ? <div className="vigil-muted">Signed</div> : null}
              </td>
              <td>
                <PackProgress pack={one} />
              </td>
              <td>
                {one.state === 'writing' ? (
                  <Button
                    variant="quiet"
                    aria-label={`Cancel ${one.fileName}`}
                    isPending={cancel.isPending}
                    onPress={() => cancel.mutate({ organizationId, packId: one.packId })}
                  >
                    Cancel
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </PlainTable>
      )}
    </Section>
  )
}

function PackProgress({ pack }: { readonly pack: EvidencePack }): ReactElement {
  const { state, rowsWritten, rowsTotal, bytesWritten, msLeft, error } = pack
  if (state === 'writing')
    return (
      <ProgressBar
        label={`${formatCount(rowsWritten)}${rowsTotal === undefined ? '' : ` of ${formatCount(rowsTotal)}`}`}
        detail={`${formatBytes(bytesWritten)}${msLeft === undefined ? '' : ` · ${formatDuration(msLeft)} left`}`}
        {...(rowsTotal === undefined || rowsTotal === 0 ? {} : { value: Math.min(1, rowsWritten / rowsTotal) })}
      />
    )
  if (error !== undefined)
    return (
      <>
        {wordsOfError(error).title} {wordsOfError(error).remedy}
      </>
    )
  return (
    <>
      {formatCountOf(rowsWritten, 'event')}, {formatBytes(bytesWritten)}
    </>
  )
}

function VerifyPack(): ReactElement {
  const verify = useVerifyPack()
  return (
    <Section title="Verify a pack">
      <SettingRow
        title="Check a pack of any organization"
        description="Computes everything again from the pack alone. The program vigil verify does the same where there is no Vigil."
        control={
          <>
            <Button
              icon={FolderCheck}
              isPending={verify.isPending && verify.variables?.kind === 'folder'}
              onPress={() => verify.mutate({ kind: 'folder' })}
            >
              Choose a folder …
            </Button>
            <Button
              icon={FileCheck}
              isPending={verify.isPending && verify.variables?.kind === 'file'}
              onPress={() => verify.mutate({ kind: 'file' })}
            >
              Choose a ZIP file …
            </Button>
          </>
        }
      >
        {verify.error === null ? null : <ErrorNotice activity="Verifying the pack" error={verify.error} />}
        {verify.data === undefined ? null : <Verdict answer={verify.data} />}
      </SettingRow>
    </Section>
  )
}

function Verdict({ answer }: { readonly answer: CallOutput<'evidence', 'verifyPack'> }): ReactElement | null {
  if (answer.outcome === 'cancelled') return null
  const { fileName, isIntact, isSigned, rows, organization, madeAtMs, findings } = answer.verdict
  const facts = [
    formatCountOf(rows, 'event'),
    ...(organization === undefined ? [] : [organization]),
    ...(madeAtMs === undefined ? [] : [`made ${formatAbsolute(madeAtMs)}`]),
    isSigned ? 'signed' : 'not signed'
  ]
  return (
    <div role="status" className="vigil-stack">
      <p>
        <Tag tone={isIntact ? 'good' : 'bad'}>{isIntact ? 'Nothing was altered' : 'Not what it was'}</Tag>{' '}
        <bdi>{fileName}</bdi>: {facts.join(' · ')}
      </p>
      {findings.length === 0 ? null : (
        <Findings
          label="What was found"
          total={findings.length}
          findings={findings.map((one) => ({ title: packTitles[one.kind], detail: packFindingWords(one) }))}
        />
      )}
    </div>
  )
}
