import { type ColumnGroup, columnGroups } from './columns.ts'
import { eventTypes, failureReasons } from './event-types.ts'
import { type Fragments, writeFragments } from './fragments.ts'
import { writeEventId } from './event-id.ts'
import { createPopulation, type Population } from './population.ts'
import { below, chooserOf, createDraw, type Draw, share, zipfWeights } from './random.ts'
import type { RowSyntax, RowWriter } from './row-syntax.ts'

type Choose = () => number

const groups = Object.keys(columnGroups) as ColumnGroup[]
const newSession = 1 / 30
const newConversation = 1 / 12
const isImpersonated = 0.004
const isFailureWithoutReason = 0.08
const isOfOwnWorkspace = 0.5

/** Groups that every row has or may have, whatever its type; the others come after them. */
const common = groups.indexOf('session') + 1

function stepsOf(filled: readonly ColumnGroup[], none: Fragments['none']): (ColumnGroup | Uint8Array)[] {
  const steps: (ColumnGroup | Uint8Array)[] = []
  for (const group of groups.slice(common)) {
    const last = steps.at(-1)
    if (filled.includes(group)) steps.push(group)
    else if (last instanceof Uint8Array) steps[steps.length - 1] = Buffer.concat([last, none[group]])
    else steps.push(none[group])
  }
  return steps.filter((step) => step.length > 0)
}

/** Writes one row after the other. Everything that is drawn is drawn here, in a fixed order. */
export class RowMaker {
  readonly #draw: Draw
  readonly #seed: number
  readonly #writer: RowWriter
  readonly #fragments: Fragments
  readonly #population: Population
  /** By type: what comes after the session, in the order of the columns; bytes where a group or several stay empty. */
  readonly #steps: readonly (readonly (ColumnGroup | Uint8Array)[])[]
  readonly #around: Readonly<Record<ColumnGroup, readonly Uint8Array[]>>
  readonly #end: Uint8Array
  readonly #choose: Readonly<Record<'type' | 'actor' | 'object' | 'nearObject' | 'reason' | 'endpoint', Choose>>
  /** Four words a session: by actor. */
  readonly #sessions: Uint32Array
  readonly #conversations: Uint32Array
  #hour: Uint8Array = new Uint8Array()
  #place = 0

  constructor(seed: number, syntax: RowSyntax, writer: RowWriter) {
    const draw = createDraw(seed)
    const population = createPopulation(seed)
    this.#seed = seed
    this.#draw = draw
    this.#writer = writer
    this.#population = population
    this.#fragments = writeFragments(population, syntax)
    this.#steps = eventTypes.map((type) => stepsOf(type.groups, this.#fragments.none))
    this.#around = Object.fromEntries(groups.map((group) => [group, syntax.around(group)])) as Record<
      ColumnGroup,
      readonly Uint8Array[]
    >
    this.#end = syntax.end
    this.#choose = {
      type: chooserOf(
        eventTypes.map((type) => type.weight),
        draw
      ),
      actor: chooserOf(zipfWeights(population.actors.length, 1), draw),
      object: chooserOf(zipfWeights(population.objects.length, 0.9), draw),
      nearObject: chooserOf(zipfWeights(200, 0.7), draw),
      reason: chooserOf(zipfWeights(failureReasons.length, 1), draw),
      endpoint: chooserOf(zipfWeights(population.endpoints.length, 1.1), draw)
    }
    this.#sessions = Uint32Array.from({ length: population.actors.length * 4 }, draw)
    this.#conversations = Uint32Array.from({ length: population.actors.length * 4 }, draw)
  }

  /** 0 to 1, from the same draws as the rows. */
  chance(): number {
    return share(this.#draw)
  }

  beginHour(startMs: number): void {
    this.#hour = new TextEncoder().encode(new Date(startMs).toISOString().slice(0, 14))
  }

  /** @param offsetMs from the beginning of the hour */
  row(offsetMs: number): void {
    const choice = this.#choose.type()
    const type = eventTypes[choice]
    const steps = this.#steps[choice]
    if (type === undefined || steps === undefined) return
    const actor = this.#choose.actor()
    this.#identity(offsetMs)
    this.#writer.bytes(this.#fragments.types[choice] as Uint8Array)
    this.#status(type.failures)
    this.#who(type.by, actor)
    for (const step of steps) {
      if (typeof step === 'string') this.#fill(step, actor)
      else this.#writer.bytes(step)
    }
    this.#writer.bytes(this.#end)
    this.#place++
  }

  #identity(offsetMs: number): void {
    const writer = this.#writer
    const around = this.#around.identity
    writer.bytes(around[0] as Uint8Array)
    writeEventId(writer, this.#place, this.#seed)
    writer.bytes(around[1] as Uint8Array)
    writer.bytes(this.#hour)
    writer.decimal((offsetMs / 60_000) | 0, 2)
    writer.byte(58)
    writer.decimal(((offsetMs / 1_000) | 0) % 60, 2)
    writer.byte(46)
    writer.decimal(offsetMs % 1_000, 3)
    writer.byte(90)
    writer.bytes(around[2] as Uint8Array)
  }

  #status(failures: number): void {
    const { success, failures: failed } = this.#fragments
    if (share(this.#draw) >= failures) return this.#writer.bytes(success)
    const reason = share(this.#draw) < isFailureWithoutReason ? failureReasons.length : this.#choose.reason()
    this.#writer.bytes(failed[reason] as Uint8Array)
  }

  /** Nobody, for a schedule; no session in a browser, for a key. */
  #who(by: 'schedule' | 'key' | undefined, actor: number): void {
    const writer = this.#writer
    const { actors, impersonators, places, keyPlaces, none } = this.#fragments
    writer.bytes(by === 'schedule' ? none.actor : (actors[actor] as Uint8Array))
    const isOther = by === undefined && share(this.#draw) < isImpersonated
    writer.bytes(isOther ? this.#any(impersonators) : none.impersonator)
    if (by === 'schedule') writer.bytes(none.place)
    else if (by === 'key') writer.bytes(keyPlaces[actor % keyPlaces.length] as Uint8Array)
    else writer.bytes(this.#any(places[actor] as readonly Uint8Array[]))
    if (by !== undefined) writer.bytes(none.session)
    else this.#tag('session', this.#sessions, actor, newSession)
  }

  #fill(group: ColumnGroup, actor: number): void {
    const writer = this.#writer
    const fragments = this.#fragments
    const { actors } = this.#population
    switch (group) {
      case 'object':
        return writer.bytes(fragments.objects[this.#object(actor)] as Uint8Array)
      case 'query':
        return this.#query()
      case 'connection':
        return writer.bytes(this.#any(fragments.connections))
      case 'api':
        return writer.bytes(fragments.endpoints[this.#choose.endpoint()] as Uint8Array)
      case 'export':
        return writer.bytes(this.#any(fragments.exports))
      case 'exportSize':
        return this.#numbers('exportSize', [this.#size(13)])
      case 'team':
        return writer.bytes(this.#any(fragments.teams))
      case 'target':
        return writer.bytes(fragments.targets[below(this.#draw, actors.length)] as Uint8Array)
      case 'inputTable':
        return writer.bytes(this.#any(fragments.inputTables))
      case 'inputSize':
        return this.#numbers('inputSize', [1 + this.#size(5), 1 + below(this.#draw, 12)])
      case 'procedure':
        return writer.bytes(this.#any(fragments.procedures))
      case 'tenant':
        return writer.bytes(this.#any(fragments.tenants))
      case 'conversation':
        return this.#tag('conversation', this.#conversations, actor, newConversation)
      case 'authentication':
        return writer.bytes(this.#any(fragments.authentications))
      default:
        throw new Error(`${group} is no group that a type fills`)
    }
  }

  #any(fragments: readonly Uint8Array[]): Uint8Array {
    return fragments[below(this.#draw, fragments.length)] as Uint8Array
  }

  /** Half of what people look at is what everybody looks at, the other half is of their own workspace. */
  #object(actor: number): number {
    if (share(this.#draw) >= isOfOwnWorkspace) return this.#choose.object()
    return (actor * 7919 + this.#choose.nearObject()) % this.#population.objects.length
  }

  /** Sizes from 0 to e^`exponent`, small ones far more often. */
  #size(exponent: number): number {
    return Math.floor(Math.exp(share(this.#draw) * share(this.#draw) * exponent)) - 1
  }

  /** Log-normal: half below 0.8 s, one in a hundred above 11 s; of three draws, which is near enough to normal. */
  #duration(): number {
    const normal = (share(this.#draw) + share(this.#draw) + share(this.#draw) - 1.5) * 2
    return Math.floor(800 * Math.exp(1.2 * normal)) + 1
  }

  #query(): void {
    const writer = this.#writer
    const around = this.#around.query
    writer.bytes(around[0] as Uint8Array)
    for (let word = 0; word < 4; word++) writer.hex(this.#draw(), 8)
    writer.bytes(around[1] as Uint8Array)
    writer.decimal(this.#duration())
    writer.bytes(around[2] as Uint8Array)
    writer.decimal(this.#size(14))
    writer.bytes(around[3] as Uint8Array)
  }

  #numbers(group: ColumnGroup, values: readonly number[]): void {
    const around = this.#around[group]
    this.#writer.bytes(around[0] as Uint8Array)
    for (let at = 0; at < values.length; at++) {
      this.#writer.decimal(values[at] ?? 0)
      this.#writer.bytes(around[at + 1] as Uint8Array)
    }
  }

  /** An id that an actor keeps for a while. */
  #tag(group: ColumnGroup, words: Uint32Array, actor: number, change: number): void {
    const first = actor * 4
    if (share(this.#draw) < change) for (let word = 0; word < 4; word++) words[first + word] = this.#draw()
    this.#writer.bytes(this.#around[group][0] as Uint8Array)
    for (let word = 0; word < 4; word++) this.#writer.hex(words[first + word] ?? 0, 8)
    this.#writer.bytes(this.#around[group][1] as Uint8Array)
  }
}
