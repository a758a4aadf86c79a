import type { ReactElement, ReactNode, Ref } from 'react'
import { type EventView, withoutChip } from '../../lib/event-view.ts'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { Tool, Tools } from '../../ui/tools.tsx'
import { RangeChoice } from './range-choice.tsx'
import { ValueChips } from './value-chips.tsx'

/** Longest text that the archive is asked for. */
const longestText = 2_000

interface EventToolsProps {
  readonly view: EventView
  readonly changeView: (update: (before: EventView) => EventView) => void
  /** IANA name of the zone in which a range is written. */
  readonly timeZone: string
  readonly searchRef: Ref<HTMLInputElement>
  /** What stands at the end of the line. */
  readonly end: ReactNode
}

/** What says which events are looked at: search, range, order, and below them the values. */
export function EventTools({ view, changeView, timeZone, searchRef, end }: EventToolsProps): ReactElement {
  return (
    <>
      <Tools end={end}>
        <Tool size="wide">
          <TextField
            ref={searchRef}
            label="Search every column"
            isLabelHidden
            isSmall
            type="search"
            placeholder="Search every column"
            maxLength={longestText}
            value={view.text}
            onChange={(text) => changeView((before) => ({ ...before, text }))}
          />
        </Tool>
        <RangeChoice
          range={view.range}
          timeZone={timeZone}
          onChange={(range) => changeView((before) => ({ ...before, range, earlierRanges: [] }))}
        />
        <Select
          label="Order"
          isLabelHidden
          isSmall
          value={view.order}
          onChange={(order) => changeView((before) => ({ ...before, order }))}
          options={[
            { value: 'newest', label: 'Newest first' },
            { value: 'oldest', label: 'Oldest first' }
          ]}
        />
      </Tools>
      <ValueChips
        chips={view.chips}
        onRemove={(chip) => changeView((before) => ({ ...before, chips: withoutChip(before.chips, chip) }))}
        onTurn={(chip) =>
          changeView((before) => ({
            ...before,
            chips: before.chips.map((one) => (one === chip ? { ...one, isExcluded: !one.isExcluded } : one))
          }))
        }
        onClear={() => changeView((before) => ({ ...before, chips: [] }))}
      />
    </>
  )
}
