import { dayMs, hourMs, minuteMs, secondMs } from '../../../shared/kit/time.ts'
import type { Persona, WorldMember } from '../world/people.ts'
import { type Random, randomFrom } from '../world/random.ts'
import type { World } from '../world/world.ts'
import {
  type Act,
  askSigma,
  callApi,
  editWorkbook,
  exportElement,
  inputTable,
  storedProcedure,
  viewWorkbook
} from './acts.ts'
import { administer } from './administration.ts'
import type { AuditEvent } from './audit-columns.ts'

/** How busy an hour of the working day is, by local hour. */
const workday = [1, 1, 1, 1, 1, 2, 6, 30, 80, 100, 100, 90, 50, 85, 100, 95, 75, 40, 16, 10, 8, 5, 3, 2] as const

const weekendShare = 0.08
const personaWeight: Readonly<Record<Persona, number>> = {
  admin: 1.1,
  builder: 1.7,
  analyst: 1.4,
  viewer: 0.6,
  service: 1
}
/** Mean number of events of one session, measured; it turns events a day into sessions an hour. */
const eventsPerSession: Readonly<Record<Persona, number>> = {
  admin: 14,
  builder: 16,
  analyst: 18,
  viewer: 14,
  service: 12
}

/** How much a member does in an hour, in arbitrary units. Machines never sleep. */
function hourWeight(member: WorldMember, hourStartMs: number): number {
  if (member.persona === 'service') return 0.45
  const local = new Date(hourStartMs + member.utcOffsetHours * hourMs)
  const weekday = local.getUTCDay()
  const share = weekday === 0 || weekday === 6 ? weekendShare : 1
  return personaWeight[member.persona] * ((workday[local.getUTCHours()] ?? 0) / 100) * share
}

const totals = new WeakMap<World, number>()

/** Units that the whole world spends on a normal working day, so that `eventsPerDay` can be shared out. */
function weightOfWorkday(world: World): number {
  const known = totals.get(world)
  if (known !== undefined) return known
  // 2026-09-30 was a Wednesday: with its neighbours, no zone reaches a weekend.
  const wednesday = Date.UTC(2026, 8, 30)
  let total = 0
  for (const member of world.members)
    for (let hour = 0; hour < 24; hour += 1) total += hourWeight(member, wednesday + hour * hourMs)
  totals.set(world, total)
  return total
}

function nextActs(world: World, member: WorldMember, random: Random): Act[] {
  const context = { world, member, random }
  const draw = random.next()
  switch (member.persona) {
    case 'service':
      return callApi(context)
    case 'admin':
      return draw < 0.5 ? administer(context) : draw < 0.6 ? exportElement(context) : viewWorkbook(context)
    case 'builder':
      if (draw < 0.35) return editWorkbook(context)
      if (draw < 0.42) return inputTable(context)
      if (draw < 0.46) return storedProcedure(context)
      return draw < 0.52 ? askSigma(context) : viewWorkbook(context)
    case 'analyst':
      if (draw < 0.12) return exportElement(context)
      if (draw < 0.2) return askSigma(context)
      return draw < 0.27 ? inputTable(context) : viewWorkbook(context)
    case 'viewer':
      return draw < 0.07 ? exportElement(context) : viewWorkbook(context)
  }
}

function signIn(member: WorldMember, random: Random): Act[] {
  const method = member.persona === 'service' ? 'api-token' : random.pick(['saml', 'saml', 'saml', 'password', 'oauth'])
  const acts: Act[] = []
  if (method === 'password' && random.chance(0.25)) {
    acts.push({
      pauseMs: 0,
      fields: {
        EVENT_CATEGORY: 'ACCESS_SIGMA',
        EVENT_TYPE: 'LOGIN',
        EVENT_STATUS: 'FAILURE',
        // Two reasons are attested by their meaning; the strings are the sandbox's own.
        EVENT_STATUS_REASON_CODE: random.chance(0.8) ? 'INVALID_CREDENTIALS' : 'NO_MATCHING_RECORD',
        AUTH_METHOD: method
      }
    })
  }
  acts.push({
    pauseMs: 3_000 + random.int(8_000),
    fields: { EVENT_CATEGORY: 'ACCESS_SIGMA', EVENT_TYPE: 'LOGIN', EVENT_STATUS: 'SUCCESS', AUTH_METHOD: method }
  })
  return acts
}

interface SessionPlan {
  readonly member: WorldMember
  readonly startMs: number
  /** Events after this moment are left out; the hour ends. */
  readonly endMs: number
  readonly startsWithLogin: boolean
  /** Factor on the pauses between acts. */
  readonly pace: number
}

function addSession(events: AuditEvent[], world: World, random: Random, plan: SessionPlan): void {
  const { member } = plan
  const common = {
    USER_ID: member.memberId,
    USER_EMAIL: member.email,
    USER_NAME: `${member.firstName} ${member.lastName}`,
    USER_ACCOUNT_TYPE: member.accountType,
    SESSION_ID: random.uuid(),
    IP_ADDRESS: member.ipAddress,
    USER_AGENT: member.userAgent
  }
  let timeMs = plan.startMs
  const acts = plan.startsWithLogin ? signIn(member, random) : []
  const steps = 2 + random.int(member.persona === 'service' ? 20 : 7)
  for (let step = 0; step < steps; step += 1) acts.push(...nextActs(world, member, random))
  if (member.persona !== 'service' && random.chance(0.3)) {
    acts.push({
      pauseMs: 20_000 + random.int(60_000),
      fields: { EVENT_CATEGORY: 'ACCESS_SIGMA', EVENT_TYPE: 'LOGOUT' }
    })
  }
  for (const act of acts) {
    timeMs += Math.round(act.pauseMs * plan.pace)
    if (timeMs >= plan.endMs) return
    events.push({
      timeMs,
      EVENT_ID: random.uuid(),
      REQUEST_ID: random.uuid(),
      EVENT_STATUS: 'SUCCESS',
      ...common,
      ...act.fields
    })
  }
}

/**
 * What the members do in one hour: the same for the same world, rate and hour, whenever it is asked.
 * @param hourStartMs start of a whole UTC hour, epoch ms
 * @param eventsPerDay about how many events a working day has
 * @returns the events in order of time
 */
export function backgroundHour(world: World, eventsPerDay: number, hourStartMs: number): AuditEvent[] {
  if (eventsPerDay <= 0) return []
  const random = randomFrom('hour', world.seed, hourStartMs)
  const perUnit = eventsPerDay / weightOfWorkday(world)
  const events: AuditEvent[] = []
  for (const member of world.members.slice(1)) {
    const expected = perUnit * hourWeight(member, hourStartMs)
    const sessions = random.count(expected / eventsPerSession[member.persona])
    for (let session = 0; session < sessions; session += 1) {
      addSession(events, world, random, {
        member,
        startMs: hourStartMs + random.int(hourMs * 0.9),
        endMs: hourStartMs + hourMs,
        startsWithLogin: random.chance(0.7),
        pace: 1
      })
    }
  }
  return events.sort((left, right) => left.timeMs - right.timeMs)
}

/**
 * The members who are at work in the very moment when logging begins: sessions already under way, so that the log is
 * not empty in its first minutes, whatever hour it is.
 * @param activeAtMs when logging began
 * @returns events of the ten minutes from then on, in order of time
 */
export function arrivalActivity(world: World, eventsPerDay: number, activeAtMs: number): AuditEvent[] {
  if (eventsPerDay <= 0) return []
  const random = randomFrom('arrival', world.seed, activeAtMs)
  const events: AuditEvent[] = []
  const sessions = Math.max(2, Math.min(14, Math.round(eventsPerDay / 100)))
  for (let session = 0; session < sessions; session += 1) {
    const isFirst = session < sessions / 2
    addSession(events, world, random, {
      member: random.pick(world.members.slice(1)),
      startMs: activeAtMs + (isFirst ? random.int(3 * secondMs) : random.int(4 * minuteMs)),
      endMs: activeAtMs + 10 * minuteMs,
      startsWithLogin: !isFirst,
      // People who are in the middle of something act quickly.
      pace: isFirst ? 0.12 : 0.6
    })
  }
  return events.sort((left, right) => left.timeMs - right.timeMs)
}

/** Whole hours that touch a stretch of time, as their starts. */
export function hoursBetween(fromMs: number, toMs: number): number[] {
  const hours: number[] = []
  for (let hour = Math.floor(fromMs / hourMs) * hourMs; hour <= toMs; hour += hourMs) hours.push(hour)
  return hours
}

/** Longest time that is generated at once: what Sigma would keep anyway. */
export const longestCatchUpMs = 31 * dayMs
