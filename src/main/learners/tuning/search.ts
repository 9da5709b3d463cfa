import { createRace, type Race } from './racing.ts'
import type { ParamValues, Space } from './space.ts'
import type { Observation } from './tpe.ts'
import { propose } from './tpe.ts'
import type { Trial } from './trial.ts'

/**
 * A trial is proposed as soon as the fifth before it has ended, by what is known of that one and all before: so the
 * trials in between may go on at the same time, in any order and on any number of threads, and the result is the same.
 */
export const LAG = 5

export interface Search {
  space: Space
  trials: number
  folds: number
  seed: number
  /** What the first trial tries. */
  first: ParamValues
  /** Tries a point. `known` are the trials that `race` is against. */
  evaluate(trial: { number: number; params: ParamValues }, race: Race, known: readonly Trial[]): Promise<Trial>
}

/** Tries `trials` points, each proposed by the results of earlier ones. Rejects with the first error of `evaluate`. */
export async function search({ space, trials, folds, seed, first, evaluate }: Search): Promise<Trial[]> {
  const proposed: ParamValues[] = []
  const ended: Trial[] = []
  const running: Promise<Trial>[] = []
  for (let number = 0; number < trials; number++) {
    if (number >= LAG) ended.push(await running[number - LAG]!)
    const known = [...ended]
    const params = number === 0 ? first : propose(space, observations(proposed, known), { seed, number })
    proposed.push(params)
    const trial = evaluate({ number, params }, createRace(known, folds), known)
    // Its failure is met in its turn; until then it is not unhandled.
    trial.catch(() => {})
    running.push(trial)
  }
  return Promise.all(running)
}

function observations(proposed: readonly ParamValues[], known: readonly Trial[]): Observation[] {
  return proposed.map((params, number) => ({ params, score: known[number]?.score ?? undefined }))
}
