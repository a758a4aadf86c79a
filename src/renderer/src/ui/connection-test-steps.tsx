import { Circle, CircleAlert, CircleCheck, CircleSlash, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { ReactElement } from 'react'
import type { ConnectionTestStep } from '../../../shared/contract/credentials.ts'
import { summaryOfTest, wordsOfTestStep } from '../lib/connection-test-words.ts'
import { formatDuration } from '../lib/formats.ts'
import type { ConnectionTest } from '../lib/use-connection-test.ts'
import { Button } from './button.tsx'
import { classes } from './classes.ts'
import styles from './connection-test-steps.module.css'
import { ErrorNotice } from './error-notice.tsx'
import { Spinner } from './spinner.tsx'
import { Tag } from './tag.tsx'
import { VisuallyHidden } from './visually-hidden.tsx'

const icons: Record<Exclude<ConnectionTestStep['outcome'], 'running'>, LucideIcon> = {
  waiting: Circle,
  passed: CircleCheck,
  warning: TriangleAlert,
  failed: CircleAlert,
  skipped: CircleSlash
}

/** A connection test, a line a step, live. */
export function ConnectionTestSteps({ test }: { readonly test: ConnectionTest }): ReactElement | null {
  if (test.state === 'idle') return null
  if (test.state === 'failed') return <ErrorNotice activity="The connection test could not run" error={test.error} />
  const summary = summaryOfTest(test.steps)
  return (
    <div className={styles.test}>
      <ol aria-label="Steps of the connection test" className={styles.steps}>
        {test.steps.map((step) => (
          <StepLine key={step.name} step={step} />
        ))}
      </ol>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output element may hold phrasing only */}
      <div role="status" className={styles.summary}>
        {test.state === 'running' ? (
          <>
            <span className="vigil-muted">Testing … nothing is stored by a test.</span>
            <Button variant="quiet" onPress={test.cancel}>
              Cancel the test
            </Button>
          </>
        ) : (
          <Tag tone={summary.tone}>{summary.text}</Tag>
        )}
      </div>
    </div>
  )
}

function StepLine({ step }: { readonly step: ConnectionTestStep }): ReactElement {
  const words = wordsOfTestStep(step)
  const Icon = step.outcome === 'running' ? undefined : icons[step.outcome]
  return (
    <li className={classes(styles.step, styles[words.tone])}>
      <span className={styles.icon}>
        {Icon === undefined ? <Spinner size={14} /> : <Icon aria-hidden="true" size={14} />}
      </span>
      <div className={styles.words}>
        <div className={styles.line}>
          <span className={styles.title}>{words.title}</span>
          {words.found !== undefined && <span className={styles.found}>{words.found}</span>}
        </div>
        {words.problem !== undefined && <div className={styles.problem}>{words.problem}</div>}
        {words.remedy !== undefined && <div className={styles.remedy}>{words.remedy}</div>}
      </div>
      <span className={styles.outcome}>
        {words.outcome}
        {step.durationMs !== undefined && step.outcome !== 'skipped' && (
          <span className={styles.duration}>
            <VisuallyHidden> after </VisuallyHidden>
            {formatDuration(step.durationMs)}
          </span>
        )}
      </span>
    </li>
  )
}
