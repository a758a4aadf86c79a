import type { ReactElement } from 'react'
import { type BaselineValues, comparedKeys, type ComparedKey } from '../../../../shared/domain/settings-drift.ts'
import { formatCount } from '../../lib/formats.ts'
import { LabelTag } from '../../ui/label-tag.tsx'
import type { ListColumn } from '../../ui/list-grid/list-columns.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import styles from './drift.module.css'
import { nameOfCompared, textOfCell, wordOfCompared, wordsOfComparison } from './drift-words.ts'
import type { Drift, DriftRow } from './use-drift.ts'

/** The columns that are no setting. */
export const organizationColumn = 'organization'
export const differencesColumn = 'differences'

/** The setting of a column, or undefined for the columns that are none. */
export function comparedKeyOf(columnId: string | undefined): ComparedKey | undefined {
  return comparedKeys.find((key) => key === columnId)
}

/** The matrix: organization, how many settings differ, then each setting with the baseline's value and its own count. */
export function matrixColumns({ wanted, whole }: Drift): readonly ListColumn<DriftRow>[] {
  return [
    {
      id: organizationColumn,
      title: 'Organization',
      widthPx: 250,
      ...(wanted === undefined ? {} : { note: 'Baseline' }),
      text: ({ organization }) => organization.name,
      cell: ({ organization }) => (
        <span className={styles.organization} title={organization.name} data-open-row="">
          <span className={styles.name}>{organization.name}</span>
          <LabelTag label={organization.label} />
        </span>
      )
    },
    {
      id: differencesColumn,
      title: 'Differences',
      widthPx: 100,
      alignment: 'end',
      ...(whole === undefined ? {} : { note: `in ${formatCount(whole.organizationsThatDiffer)}` }),
      text: ({ drift, differing }) => (drift === undefined ? '' : formatCount(differing)),
      cell: ({ drift, differing }) =>
        drift === undefined ? null : differing === 0 ? (
          <span className={styles.quiet}>0</span>
        ) : (
          <strong>{formatCount(differing)}</strong>
        )
    },
    ...comparedKeys.map((key): ListColumn<DriftRow> => {
      const note = noteOf(key, wanted, whole)
      return {
        id: key,
        title: nameOfCompared(key),
        widthPx: key === 'timezone' ? 200 : 160,
        ...(note === undefined ? {} : { note }),
        text: ({ cells }) => textOfCell(cells[key]),
        cell: (row) => <MatrixCell row={row} compared={key} />
      }
    })
  ]
}

/** "On · 3 differ": the baseline's value and how many organizations have another. */
function noteOf(key: ComparedKey, wanted: BaselineValues | undefined, whole: Drift['whole']): string | undefined {
  if (wanted === undefined) return undefined
  const value = wanted[key]
  const counts = whole?.countsByKey[key]
  if (value === undefined || counts === undefined) return 'Any'
  const differing = counts.differs + counts['pending-differs']
  return `${wordOfCompared(value)} · ${differing === 0 ? 'none differs' : `${formatCount(differing)} differ${differing === 1 ? 's' : ''}`}`
}

/** A value; where it differs from the baseline, marked with icon, colour and, for screen readers, words. */
function MatrixCell({ row, compared }: { readonly row: DriftRow; readonly compared: ComparedKey }): ReactElement {
  const cell = row.cells[compared]
  const comparison = row.drift?.cells[compared]
  const words = comparison === undefined ? undefined : wordsOfComparison(comparison)
  const Icon = words?.icon
  const isKnown = cell?.value !== undefined || cell?.pending !== undefined
  const isRefused = cell?.pending?.state === 'refused'
  return (
    <span
      className={styles.cell}
      data-tone={words !== undefined && words.tone !== 'good' ? words.tone : undefined}
      data-unknown={!isKnown || undefined}
      title={words?.word}
      data-open-row=""
    >
      {Icon !== undefined && <Icon aria-hidden="true" size={12} />}
      <span className={styles.cellText}>{textOfCell(cell)}</span>
      {isRefused && <span className={styles.refused}>refused</span>}
      {words?.icon !== undefined && isKnown && <VisuallyHidden>({words.word})</VisuallyHidden>}
    </span>
  )
}
