import { CalendarRange } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { DialogTrigger, Popover } from 'react-aria-components'
import { boundsOf, type EventRange, lastRanges } from '../../lib/event-view.ts'
import { useNow } from '../../lib/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import overlay from '../../ui/overlay.module.css'
import { TextField } from '../../ui/text-field.tsx'
import styles from './audit-log.module.css'
import { formatMinute, parseMinute, rangeWords } from './range-words.ts'

interface RangeChoiceProps {
  readonly range: EventRange
  readonly timeZone: string
  readonly onChange: (range: EventRange) => void
}

/** A button with the range; behind it the usual ranges, and two fields for any other. */
export function RangeChoice(props: RangeChoiceProps): ReactElement {
  const [isOpen, setOpen] = useState(false)
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button icon={CalendarRange}>{`${rangeWords(props.range, props.timeZone)} (${props.timeZone})`}</Button>
      <Popover className={classes(overlay.popover, styles.ranges)} placement="bottom start" offset={4}>
        <Ranges {...props} onDone={() => setOpen(false)} />
      </Popover>
    </DialogTrigger>
  )
}

function Ranges({
  range,
  timeZone,
  onChange,
  onDone
}: RangeChoiceProps & { readonly onDone: () => void }): ReactElement {
  const bounds = boundsOf(range)
  const [from, setFrom] = useState(bounds.fromMs === undefined ? '' : formatMinute(bounds.fromMs, timeZone))
  const [to, setTo] = useState(bounds.toMs === undefined ? '' : formatMinute(bounds.toMs, timeZone))
  const [hasTried, setTried] = useState(false)
  const fromMs = parseMinute(from, timeZone)
  const nowMs = useNow()
  const toMs = to.trim() === '' ? nowMs : parseMinute(to, timeZone)
  const problem =
    fromMs === undefined || toMs === undefined
      ? 'Write times as 2026-11-30 or 2026-11-30 14:05; a time that a clock change leaves out is none.'
      : fromMs >= toMs
        ? 'The end must be after the beginning.'
        : undefined
  const choose = (next: EventRange): void => {
    onChange(next)
    onDone()
  }
  return (
    <>
      <ul className={styles.rangeList} aria-label="Usual ranges">
        {[{ id: 'all', words: 'All time', lastMs: undefined }, ...lastRanges].map(({ id, words, lastMs }) => {
          const isChosen =
            lastMs === undefined ? range.kind === 'all' : range.kind === 'last' && range.lastMs === lastMs
          return (
            <li key={id}>
              <Button
                variant={isChosen ? 'secondary' : 'quiet'}
                isFocusedFirst={isChosen}
                onPress={() =>
                  choose(lastMs === undefined ? { kind: 'all' } : { kind: 'last', lastMs, askedAtMs: Date.now() })
                }
              >
                {words}
              </Button>
            </li>
          )
        })}
      </ul>
      <form
        className={styles.rangeFields}
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (problem === undefined && fromMs !== undefined && toMs !== undefined)
            choose({ kind: 'between', fromMs, toMs })
        }}
      >
        <TextField label={`From (${timeZone})`} placeholder="2026-11-30 14:05" value={from} onChange={setFrom} />
        <TextField
          label={`To, not included (${timeZone})`}
          placeholder="Now"
          value={to}
          onChange={setTo}
          error={hasTried ? problem : undefined}
        />
        <div className="vigil-actions">
          <Button type="submit" variant="primary">
            Show this range
          </Button>
        </div>
      </form>
    </>
  )
}
