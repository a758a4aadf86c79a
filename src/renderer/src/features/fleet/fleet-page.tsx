import { Building2, Download, ListFilter, Plus } from 'lucide-react'
import { type ReactElement, useDeferredValue, useEffect, useMemo } from 'react'
import type { Organization } from '../../../../shared/contract/organizations.ts'
import { minuteMs } from '../../../../shared/kit/time.ts'
import { setFleetSelection, useFleetSelection } from '../../lib/fleet-selection.ts'
import { formatCountOf } from '../../lib/formats.ts'
import { useExportFleet, useOrganizations } from '../../lib/organization-queries.ts'
import { useNow } from '../../lib/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { showToast } from '../../ui/toast-queue.ts'
import { arrangeFleet } from './fleet-arrangement.ts'
import { FleetBar } from './fleet-bar.tsx'
import { exportedFleet } from './fleet-export.ts'
import { totalsOf } from './fleet-facts.ts'
import { FleetGrid } from './fleet-grid.tsx'
import styles from './fleet-page.module.css'
import { setFleetSession, useFleetSession } from './fleet-session.ts'
import { FleetArranging, FleetTools } from './fleet-tools.tsx'
import { FleetTotals } from './fleet-totals.tsx'
import { useFleetView } from './use-fleet-view.ts'

const none: readonly Organization[] = []

/** All organizations in one table, with what is wrong in each and what can be done in many at once. */
export function FleetPage(): ReactElement {
  const organizations = useOrganizations()
  const { view, isKnown, change } = useFleetView()
  const { text, quick, collapsed } = useFleetSession()
  const exporting = useExportFleet()
  const nowMs = useNow(minuteMs)
  const all = organizations.data ?? none
  const { columns, sort, groupBy } = view
  const searched = useDeferredValue(text)
  const totals = useMemo(() => totalsOf(all), [all])
  const arrangement = useMemo(
    () => arrangeFleet(all, { text: searched, quick, columns, sort, groupBy, collapsed, nowMs }),
    [all, searched, quick, columns, sort, groupBy, collapsed, nowMs]
  )
  const selected = useSelected(organizations.data)
  const { found } = arrangement

  const save = (): void =>
    exporting.mutate(exportedFleet(found, columns, nowMs), {
      onSuccess: (answer) => {
        if (answer.outcome === 'saved')
          showToast({
            tone: 'good',
            title: 'Organizations exported',
            description: `${formatCountOf(answer.entries, 'organization')} in ${answer.fileName}`
          })
      }
    })

  return (
    <Page
      title="All organizations"
      layout="full"
      actions={
        <>
          <Button icon={Download} isPending={exporting.isPending} isDisabled={found.length === 0} onPress={save}>
            Export CSV
          </Button>
          <PlaceLink place={{ to: 'add-organization' }} variant="secondary" icon={Plus}>
            Add organization
          </PlaceLink>
        </>
      }
    >
      {exporting.isError && <ErrorNotice activity="Exporting the organizations" error={exporting.error} />}
      {organizations.isError && (
        <ErrorNotice
          activity="Reading the organizations"
          error={organizations.error}
          onRetry={() => void organizations.refetch()}
        />
      )}
      {(organizations.isPending || !isKnown) && !organizations.isError && (
        <Skeleton lines={12} lineHeight={28} label="Reading the organizations" />
      )}
      {organizations.data?.length === 0 && (
        <EmptyState icon={Building2} title="No organizations yet">
          Each organization that you add appears here with its state.
        </EmptyState>
      )}
      {all.length > 0 && isKnown && (
        <>
          <FleetTotals totals={totals} nowMs={nowMs} />
          <FleetTools totals={totals} />
          <FleetBar found={found} total={all.length} selected={selected}>
            <FleetArranging view={view} change={change} />
          </FleetBar>
          <div className={styles.table}>
            {found.length === 0 ? (
              <EmptyState
                icon={ListFilter}
                title="No organization fits"
                action={<Button onPress={() => setFleetSession({ text: '', quick: 'all' })}>Clear filters</Button>}
              >
                The filters hide all {formatCountOf(all.length, 'organization')}.
              </EmptyState>
            ) : (
              <FleetGrid arrangement={arrangement} nowMs={nowMs} view={view} changeView={change} />
            )}
          </div>
        </>
      )}
    </Page>
  )
}

/** The selected organizations; one that is gone is selected no longer. */
function useSelected(organizations: readonly Organization[] | undefined): readonly Organization[] {
  const ids = useFleetSelection()
  const selected = useMemo(() => (organizations ?? none).filter((one) => ids.has(one.id)), [organizations, ids])
  useEffect(() => {
    if (organizations !== undefined && selected.length < ids.size) setFleetSelection(selected.map((one) => one.id))
  }, [organizations, selected, ids])
  return selected
}
