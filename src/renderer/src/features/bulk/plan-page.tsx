import { ArrowLeft, Play } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import type { BulkPlan, BulkPlanItem } from '../../../../shared/contract/bulk.ts'
import { useStartBulk } from '../../lib/bulk-queries.ts'
import { bulkConfirmLabel, isThroughChanges, wordsOfBulk } from '../../lib/bulk-words.ts'
import { formatCountOf } from '../../lib/formats.ts'
import { useGo } from '../../lib/navigation.ts'
import { Breadcrumb } from '../../ui/breadcrumb.tsx'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { ActError } from './act-error.tsx'
import styles from './bulk.module.css'
import { consequencesOf, StartDialog } from './start-dialog.tsx'
import { PlanTable } from './plan-table.tsx'

type Shown = 'all' | BulkPlanItem['verdict']

export interface PlanPageProps {
  readonly plan: BulkPlan
  readonly isPlanning: boolean
  /** Why looking again failed; null for none. */
  readonly planError: unknown
  readonly onPlanAgain: () => void
  readonly onBack: () => void
  /** It has begun; what the page held for it belongs to the run now. */
  readonly onStarted: () => void
}

/** What would happen in each organization, and the button that lets it happen. */
export function PlanPage({ plan, isPlanning, planError, onPlanAgain, onBack, onStarted }: PlanPageProps): ReactElement {
  const { action, items } = plan
  const words = wordsOfBulk(action.kind)
  const go = useGo()
  const start = useStartBulk()
  const [isAsking, setIsAsking] = useState(false)
  const [shown, setShown] = useState<Shown>('all')
  const count = (verdict: BulkPlanItem['verdict']): number => items.filter((item) => item.verdict === verdict).length
  const toDo = items.filter(({ verdict }) => verdict === 'change')
  const label = bulkConfirmLabel(action.kind, toDo.length)
  const visible = shown === 'all' ? items : items.filter(({ verdict }) => verdict === shown)
  const run = (): void =>
    start.mutate(
      { action, organizationIds: toDo.map(({ organizationId }) => organizationId) },
      {
        onSuccess: ({ runId }) => {
          onStarted()
          go({ to: 'bulk', runId }, { replace: true })
        }
      }
    )
  const options: readonly (readonly [Shown, string, number])[] = [
    ['all', 'All', items.length],
    ['change', words.planned, count('change')],
    ['nothing-to-do', 'Nothing to do', count('nothing-to-do')],
    ['not-possible', 'Not possible', count('not-possible')]
  ]
  return (
    <Page
      title={`Dry run: ${words.name}`}
      eyebrow={<Breadcrumb items={['Bulk actions', 'Dry run']} />}
      description={describe(plan, toDo.length)}
      layout="full"
      actions={
        <>
          <Button icon={ArrowLeft} onPress={onBack}>
            Change
          </Button>
          <Button onPress={onPlanAgain} isPending={isPlanning}>
            Look again
          </Button>
          <Button
            variant="primary"
            icon={Play}
            isDisabled={toDo.length === 0}
            isPending={start.isPending && !isAsking}
            onPress={() => (consequencesOf(action).length > 0 ? setIsAsking(true) : run())}
          >
            {label}
          </Button>
        </>
      }
    >
      {!isAsking && <ActError kind={action.kind} activity={words.name} error={start.error ?? planError} />}
      <div className={styles.filters}>
        <RadioGroup
          label="Organizations shown"
          isLabelHidden
          orientation="horizontal"
          value={shown}
          onChange={setShown}
          options={options
            .filter(([value, , number]) => value === 'all' || number > 0)
            .map(([value, word, number]) => ({ value, label: `${word} (${number})` }))}
        />
      </div>
      <PlanTable kind={action.kind} items={visible} />
      <StartDialog
        action={action}
        items={items}
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        onConfirm={run}
        isPending={start.isPending}
        error={start.error}
      />
    </Page>
  )
}

function describe({ action, items }: BulkPlan, toDo: number): string {
  if (toDo === 0) return 'There is nothing to do in any of these organizations. Nothing was changed.'
  const left = items.length - toDo
  const rest =
    left === 0
      ? ''
      : ` ${formatCountOf(left, 'organization')} ${left === 1 ? 'is' : 'are'} left as ${left === 1 ? 'it is' : 'they are'}.`
  const doubts = items.some(({ verdict, reason }) => verdict === 'change' && reason !== undefined)
  const kept =
    doubts && isThroughChanges(action.kind) ? ' Where Sigma cannot be reached, the change is kept and sent later.' : ''
  return `Nothing was changed yet.${rest}${kept}`
}
