import { GitCompareArrows, SearchX } from 'lucide-react'
import { type ReactElement, useMemo, useState } from 'react'
import type { SettingsMatrix } from '../../../../shared/contract/drift.ts'
import type { Organization } from '../../../../shared/contract/organizations.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { setBulkDraft } from '../../lib/bulk-draft.ts'
import { useSettingsMatrix } from '../../lib/drift-queries.ts'
import { formatCountOf } from '../../lib/formats.ts'
import { useGo } from '../../lib/navigation.ts'
import { useOrganizations } from '../../lib/organization-queries.ts'
import { usePreferences } from '../../lib/preference-queries.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ComparisonBanners } from '../../ui/comparison-banners.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import type { GridSort } from '../../ui/data-grid/grid-types.ts'
import { useListColumns } from '../../ui/list-grid/list-columns.tsx'
import { ListGrid } from '../../ui/list-grid/list-grid.tsx'
import { Page } from '../../ui/page.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Switch } from '../../ui/switch.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { Tool, Tools } from '../../ui/tools.tsx'
import { arrangedRows, organizationsToApply, organizationsToEnable } from './arranged-rows.ts'
import { BaselineChooser } from './baseline-chooser.tsx'
import { applicableValues } from './baseline-values.ts'
import { DriftPanel } from './drift-panel.tsx'
import { matrixColumns } from './matrix-columns.tsx'
import { type DriftRow, useDrift } from './use-drift.ts'

const frame = {
  title: 'Settings drift',
  description: 'The settings of all organizations, compared with a baseline.',
  layout: 'full'
} as const
const nobody: ReadonlySet<string> = new Set()
const keyOf = (row: DriftRow): string => row.organization.id

/** The settings of all organizations beside each other; what differs from a chosen baseline is marked. */
export function DriftPage(): ReactElement {
  const matrix = useSettingsMatrix()
  const organizations = useOrganizations().data
  const preferences = usePreferences()
  const baseline = preferences.data?.settingsBaseline
  const drift = useDrift(matrix.data, organizations, baseline)
  // A failed look anew leaves what was compared before on screen.
  const isReady = matrix.data !== undefined && organizations !== undefined && !preferences.isPending
  if (isReady && drift.rows.length > 0)
    return <Matrix drift={drift} matrix={matrix.data} organizations={organizations} baseline={baseline} />
  return (
    <Page {...frame}>
      {matrix.isError && (
        <ErrorNotice
          activity="Comparing the settings"
          error={matrix.error}
          onRetry={() => void matrix.refetch()}
          isRetrying={matrix.isFetching}
        />
      )}
      {!isReady && !matrix.isError && <Skeleton lines={12} lineHeight={28} label="Comparing the settings" />}
      {isReady && <ComparisonBanners what="The settings" unreadable={matrix.data.unreadable} />}
      {isReady && organizations.length === 0 && (
        <EmptyState
          icon={GitCompareArrows}
          title="Nothing to compare yet"
          action={
            <PlaceLink place={{ to: 'add-organization' }} variant="primary">
              Add organization
            </PlaceLink>
          }
        >
          With two or more organizations, what is set differently shows here.
        </EmptyState>
      )}
    </Page>
  )
}

function Matrix({
  drift,
  matrix,
  organizations,
  baseline
}: {
  readonly drift: ReturnType<typeof useDrift>
  readonly matrix: SettingsMatrix
  readonly organizations: readonly Organization[]
  readonly baseline: Parameters<typeof BaselineChooser>[0]['baseline']
}): ReactElement {
  const go = useGo()
  const [text, setText] = useState('')
  const [isOnlyDiffering, setIsOnlyDiffering] = useState(false)
  const [sort, setSort] = useState<GridSort | undefined>(undefined)
  const [selected, setSelected] = useState<ReadonlySet<string>>(nobody)
  const { wanted, rows } = drift
  const found = useMemo(
    () => arrangedRows(rows, { text, isOnlyDiffering: isOnlyDiffering && wanted !== undefined, sort }),
    [rows, text, isOnlyDiffering, wanted, sort]
  )
  const columns = useListColumns(
    'drift',
    useMemo(() => matrixColumns(drift), [drift])
  )
  const selection = useMemo(() => ({ keys: selected, onChange: setSelected }), [selected])
  const chosen = useMemo(() => rows.filter((row) => selected.has(row.organization.id)), [rows, selected])
  const acted = chosen.length > 0 ? chosen : rows
  const apply = (organizationIds: readonly OrganizationId[]): void => {
    if (wanted === undefined) return
    setBulkDraft({ action: { kind: 'apply-settings', values: applicableValues(wanted) }, organizationIds })
    go({ to: 'bulk' })
  }
  const enable = (organizationIds: readonly OrganizationId[]): void => {
    setBulkDraft({ action: { kind: 'enable-audit-logging' }, organizationIds })
    go({ to: 'bulk' })
  }
  const toApply = wanted === undefined ? [] : organizationsToApply(acted)
  const toEnable = wanted?.auditLogging === true ? organizationsToEnable(acted) : []
  const nextSort = (columnId: string): void =>
    setSort((before) =>
      before?.columnId !== columnId
        ? { columnId, isDescending: columnId === 'differences' }
        : before.isDescending === (columnId === 'differences')
          ? { columnId, isDescending: !before.isDescending }
          : undefined
    )
  return (
    <Page
      {...frame}
      actions={
        wanted !== undefined && (
          <>
            {toEnable.length > 0 && (
              <Button onPress={() => enable(toEnable)}>
                Enable audit logging in {formatCountOf(toEnable.length, 'organization')} …
              </Button>
            )}
            <Button variant="primary" isDisabled={toApply.length === 0} onPress={() => apply(toApply)}>
              {toApply.length === 0
                ? 'Apply baseline …'
                : `Apply baseline to ${formatCountOf(toApply.length, 'organization')} …`}
            </Button>
          </>
        )
      }
    >
      <Tools
        end={
          <>
            <span aria-live="polite">
              {selected.size > 0
                ? `${formatCountOf(chosen.length, 'organization')} selected`
                : formatCountOf(found.length, 'organization')}
            </span>
            {columns.chooser}
          </>
        }
      >
        <BaselineChooser baseline={baseline} wanted={wanted} organizations={organizations} rows={matrix.rows} />
        <Tool size="wide">
          <TextField
            label="Search organizations"
            isLabelHidden
            type="search"
            placeholder="Search organizations"
            value={text}
            onChange={setText}
          />
        </Tool>
        <Switch
          label="Only differing"
          isSelected={isOnlyDiffering && wanted !== undefined}
          onChange={setIsOnlyDiffering}
          isDisabled={wanted === undefined}
        />
      </Tools>
      <ComparisonBanners what="The settings" unreadable={matrix.unreadable} />
      {baseline === undefined && (
        <Banner tone="info" title="Choose what to compare with.">
          An organization that is set as all should be, or values of your own. What differs is marked then.
        </Banner>
      )}
      {baseline !== undefined && wanted === undefined && (
        <Banner tone="warning" title="The organization to compare with is not here.">
          It was removed, or its settings cannot be read. Choose another one.
        </Banner>
      )}
      {found.length === 0 ? (
        <EmptyState
          icon={SearchX}
          title={isOnlyDiffering && text.trim() === '' ? 'No organization differs' : 'No organization found'}
        >
          {isOnlyDiffering && text.trim() === ''
            ? 'Every setting that is known is as the baseline, in all organizations.'
            : 'No organization fits the search.'}
        </EmptyState>
      ) : (
        <ListGrid
          label="Settings by organization"
          rows={found}
          rowKey={keyOf}
          columns={columns}
          endWords={null}
          selection={selection}
          sort={sort}
          onSort={nextSort}
          renderPanel={(props) => (
            <DriftPanel
              {...props}
              wanted={wanted}
              onApply={wanted === undefined ? undefined : (organizationId) => apply([organizationId])}
            />
          )}
        />
      )}
    </Page>
  )
}
