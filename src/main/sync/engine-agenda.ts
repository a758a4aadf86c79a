import { hourMs, minuteMs } from '../../shared/kit/time.ts'

/**
 * What an engine does by itself. `organization`: settings, connections, audit logging. `directory`: members, teams,
 * account types, tenants. `rows`: new rows of the audit log. `watch`: a look at an activation. `push`: waiting changes.
 */
export const lanes = ['push', 'organization', 'watch', 'directory', 'rows'] as const
export type Lane = (typeof lanes)[number]
export type ReadLane = 'organization' | 'directory' | 'rows'

/**
 * How often each is read, for an organization that nobody looks at and for the one on screen. The background is what 200
 * organizations cost at rest, under 1 % of a core: decision 8 has the sum. Rows are read twice within the two hours in
 * which Sigma promises them and the fleet calls them current.
 */
export const readEveryMs: Readonly<Record<ReadLane, { readonly background: number; readonly onScreen: number }>> = {
  organization: { background: 2 * hourMs, onScreen: 2 * minuteMs },
  directory: { background: 12 * hourMs, onScreen: 15 * minuteMs },
  rows: { background: hourMs, onScreen: 20 * minuteMs }
}

/** The looks at an activation. */
export interface Watch {
  /** The last look, or when there was reason for one. */
  readonly fromMs: number
  /** How long after it the next one is due, for an organization that nobody looks at and for the one on screen. */
  readonly afterMs: { readonly background: number; readonly onScreen: number }
}

/**
 * What an engine knows about when. All times are on its own time (see steady-time.ts), undefined for never.
 */
export interface Agenda {
  /** From 0 to below 1, the organization's own: where in each period its turn is. */
  readonly fraction: number
  readonly isOnScreen: boolean
  /** When each was last read. */
  readonly readAtMs: Readonly<Record<ReadLane, number | undefined>>
  /** Somebody asked for it to be read now. */
  readonly isAskedFor: Readonly<Record<'organization' | 'directory', boolean>>
  /** How an activation is looked at; undefined when none is being followed. */
  readonly watch: Watch | undefined
  readonly pushAtMs: number | undefined
  /** Reading by itself is put off until then, so that many organizations do not begin at the same instant. */
  readonly holdUntilMs: number
}

/** An agenda for an organization of which nothing was read. */
export function emptyAgenda(fraction: number): Agenda {
  return {
    fraction,
    isOnScreen: false,
    readAtMs: { organization: undefined, directory: undefined, rows: undefined },
    isAskedFor: { organization: false, directory: false },
    watch: undefined,
    pushAtMs: undefined,
    holdUntilMs: 0
  }
}

/** When a lane is due, infinity for never. */
export function dueAtMs(agenda: Agenda, lane: Lane): number {
  switch (lane) {
    case 'push':
      return agenda.pushAtMs ?? Number.POSITIVE_INFINITY
    case 'watch':
      return Math.max(lookDueAtMs(agenda) ?? Number.POSITIVE_INFINITY, agenda.holdUntilMs)
    case 'organization':
    case 'directory':
      return agenda.isAskedFor[lane] ? 0 : Math.max(readDueAtMs(agenda, lane), agenda.holdUntilMs)
    case 'rows':
      return Math.max(readDueAtMs(agenda, lane), agenda.holdUntilMs)
  }
}

/** When an activation is to be looked at next; undefined when none is being followed. */
export function lookDueAtMs({ watch, isOnScreen }: Agenda): number | undefined {
  return watch === undefined ? undefined : watch.fromMs + watch.afterMs[isOnScreen ? 'onScreen' : 'background']
}

/** When the first of all lanes is due. */
export function nextDueAtMs(agenda: Agenda): number {
  return Math.min(...lanes.map((lane) => dueAtMs(agenda, lane)))
}

function readDueAtMs(agenda: Agenda, lane: ReadLane): number {
  const last = agenda.readAtMs[lane]
  if (last === undefined) return 0
  const { background, onScreen } = readEveryMs[lane]
  const slotMs = nextSlotMs(last, background, agenda.fraction)
  return agenda.isOnScreen ? Math.min(slotMs, last + onScreen) : slotMs
}

/**
 * The organization's next turn after a reading: turns come once a period at its own place in it, whenever the last
 * reading was, so that organizations that were read together once do not stay together. Between two readings are half a
 * period and one and a half at the first turn, a period from then on.
 */
export function nextSlotMs(lastMs: number, periodMs: number, fraction: number): number {
  const offsetMs = fraction * periodMs
  return offsetMs + Math.ceil((lastMs + periodMs / 2 - offsetMs) / periodMs) * periodMs
}

/**
 * Over how long the first readings of so many organizations are spread: each needs a token, of which a host gives one a
 * second.
 */
export function spreadMs(organizations: number): number {
  return Math.min(10 * minuteMs, Math.max(0, organizations - 1) * 1_200)
}
