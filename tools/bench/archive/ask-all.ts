import { median, quantile, type Say } from '../metric.ts'
import { type Answer, differenceOf } from './answers.ts'
import type { Engine } from './engine.ts'
import type { Ask, Question } from './questions.ts'

/** How often a question is asked: at least `least` times a set, up to `most` while `budgetMs` lasts for all sets. */
export interface Patience {
  readonly warmUps: number
  readonly least: number
  readonly most: number
  readonly budgetMs: number
}

/** What a person waits for is asked often enough for a p95. */
export const oftenEnough: Patience = { warmUps: 3, least: 20, most: 20, budgetMs: 0 }
/** A peer that takes seconds is asked until its median is plain. */
export const briefly: Patience = { warmUps: 1, least: 3, most: 20, budgetMs: 10_000 }

export interface Timing {
  readonly medianMs: number
  readonly p95Ms: number
  readonly runs: number
  /** By set, in the order of the question's. */
  readonly setMedians: readonly number[]
}

/**
 * Asks all sets of a question in turns, each round another variant: what an engine remembers of an answer does not help
 * it, as long as there are variants that were not asked yet.
 */
export async function timeQuestion(engine: Engine, question: Question, patience: Patience): Promise<Timing> {
  const times = question.sets.map((): number[] => [])
  const beganAt = performance.now()
  for (let round = -patience.warmUps; round < patience.most; round++) {
    if (round >= patience.least && performance.now() - beganAt > patience.budgetMs) break
    for (const [at, { asks }] of question.sets.entries()) {
      const ask = variantOf(asks, round + patience.warmUps)
      await engine.prepare(ask)
      const before = performance.now()
      await engine.ask(ask)
      if (round >= 0) times[at]?.push(performance.now() - before)
    }
  }
  const all = times.flat()
  return { medianMs: median(all), p95Ms: quantile(all, 0.95), runs: all.length, setMedians: times.map(median) }
}

const variantOf = (asks: readonly Ask[], round: number): Ask => {
  const ask = asks[round % asks.length]
  if (ask === undefined) throw new Error('a set without questions')
  return ask
}

/** Variants of a set whose answers are compared. */
const compared = 2

/** Compares what two engines answer. @returns one sentence for each answer that is not the same */
export async function differences(ours: Engine, theirs: Engine, questions: readonly Question[]): Promise<string[]> {
  const found: string[] = []
  for (const { group, name, sets } of questions) {
    for (const { label, asks } of sets) {
      for (const ask of asks.slice(0, compared)) {
        const difference = differenceOf(await answerOf(ours, ask), await answerOf(theirs, ask))
        if (difference !== undefined) {
          found.push(`${group} ${name} (${label}): ${ours.name} and ${theirs.name} differ: ${difference}`)
        }
      }
    }
  }
  return found
}

async function answerOf(engine: Engine, ask: Ask): Promise<Answer> {
  await engine.prepare(ask)
  return (await engine.ask(ask))()
}

/** All questions, timed. Says the median of each set, so that one slow set cannot hide behind quick ones. */
export async function timeAll(
  engine: Engine,
  questions: readonly Question[],
  patience: Patience,
  say: Say
): Promise<Map<Question, Timing>> {
  const timings = new Map<Question, Timing>()
  for (const question of questions) {
    const timing = await timeQuestion(engine, question, patience)
    timings.set(question, timing)
    const sets = question.sets.map(({ label }, at) => `${label} ${timing.setMedians[at]?.toFixed(2)}`)
    say(`archive: ${engine.name}, ${question.group} ${question.name}: ${sets.join(', ')} ms (${timing.runs} runs)`)
  }
  return timings
}
