import { describe, expect, it } from 'vitest'
import { createRace, estimatedScore } from '../../../../src/main/learners/tuning/racing.ts'
import { search } from '../../../../src/main/learners/tuning/search.ts'
import { mean, type Trial } from '../../../../src/main/learners/tuning/trial.ts'
import { createRandom } from '../../../../src/main/random.ts'

function complete(number: number, foldScores: number[], halfScore: number | null = null): Trial {
  const score = mean(foldScores)
  return { number, params: {}, state: 'COMPLETE', foldScores, halfScore, score, pruned: null, elapsedMs: 0 }
}

describe('a race', () => {
  // Differences to the best by fold: 0.01 ± 0.001 (ddof 1) for each of the others.
  const best = complete(0, [0.8, 0.81, 0.79], 0.78)
  const others = [1, 2, 3, 4].map((number) => complete(number, [0.79, 0.801, 0.779], 0.775))
  const known = [best, ...others]

  it('gives up what the other folds cannot make up for, by the formula', () => {
    // The median variance 1e-6 by the chi-square’s median of 2 degrees of freedom, (8/9)³; 2·σ·√(2/3).
    const sigma = Math.sqrt(1e-6 / (1 - 2 / 18) ** 3)
    const tolerated = 2 * sigma * Math.sqrt(2 / 3)
    const race = createRace(known, 3)
    expect(race.hopeless([0.8 - tolerated * 0.99])).toBeUndefined()
    const reason = race.hopeless([0.8 - tolerated * 1.01])
    expect(reason).toMatchObject({ after: 'folds', folds: 1, tolerated: expect.closeTo(tolerated, 12) })
    const later = 2 * sigma * Math.sqrt(1 / 6)
    expect(race.hopeless([0.8 - later * 0.9, 0.81 - later * 0.9])).toBeUndefined()
    expect(race.hopeless([0.8 - later * 1.1, 0.81 - later * 1.1])).toMatchObject({ folds: 2 })
    expect(race.hopeless([0.1, 0.1, 0.1])).toBeUndefined()
    // The largest gain that a second half ever brought is 0.02.
    expect(race.leastHalf).toBeCloseTo(0.8 - tolerated - 0.02, 12)
  })

  it('is open until five trials are complete', () => {
    const race = createRace(known.slice(0, 4), 3)
    expect(race.hopeless([0])).toBeUndefined()
    expect(race.leastHalf).toBe(Number.NEGATIVE_INFINITY)
  })

  it('estimates a pruned trial by the folds that it has in common with the best', () => {
    expect(estimatedScore({ foldScores: [0.79], halfScore: null }, known)).toBeCloseTo(0.79, 12)
    expect(estimatedScore({ foldScores: [0.79, 0.78], halfScore: null }, known)).toBeCloseTo(0.78, 12)
    expect(estimatedScore({ foldScores: [], halfScore: 0.7 }, known)).toBeCloseTo(0.7, 12)
    expect(estimatedScore({ foldScores: [0.7], halfScore: null }, [])).toBeNull()
  })

  /** A set of 40 trials that differ by 0.002 from fold to fold; some are bad, all gain something in their second half. */
  function plantedSet(seed: number, lead: number) {
    const random = createRandom(seed, 'planted')
    const folds = [0, 1, 2].map(() => 0.02 * random.normal())
    const qualities = Array.from(
      { length: 40 },
      () => 0.77 - 0.03 * random.uniform() ** 2 - (random.uniform() < 0.1 ? 0.2 : 0),
    )
    qualities[random.below(40)] = Math.max(...qualities) + lead
    return qualities.map((quality) => {
      const scores = folds.map((fold) => quality + fold + 0.002 * random.normal())
      return { scores, half: scores[0]! - 0.012 * random.uniform() }
    })
  }

  /** What is left of the planted trials, each judged by what was known five trials before. */
  function raced(planted: ReturnType<typeof plantedSet>): Trial[] {
    const ended: Trial[] = []
    for (const [number, { scores, half }] of planted.entries()) {
      const race = createRace(ended.slice(0, Math.max(0, number - 4)), 3)
      const after = [1, 2].find((done) => race.hopeless(scores.slice(0, done)) !== undefined)
      const trial = complete(number, scores, half)
      if (half < race.leastHalf) {
        const pruned = { after: 'trees', score: half, needed: race.leastHalf } as const
        ended.push({ ...trial, state: 'PRUNED', foldScores: [], pruned })
      } else if (after !== undefined) {
        const foldScores = scores.slice(0, after)
        ended.push({ ...trial, state: 'PRUNED', foldScores, pruned: race.hopeless(foldScores)! })
      } else ended.push(trial)
    }
    return ended
  }

  it('never gives up a planted best, and gives up more than half of the others', () => {
    let pruned = 0
    for (let seed = 0; seed < 200; seed++) {
      const planted = plantedSet(seed, 0.003)
      const best = planted.reduce((top, { scores }, k) => (mean(scores) > mean(planted[top]!.scores) ? k : top), 0)
      const trials = raced(planted)
      expect(trials[best]!.state, `seed ${seed}`).toBe('COMPLETE')
      pruned += trials.filter(({ state }) => state === 'PRUNED').length
    }
    expect(pruned / 200).toBeGreaterThan(20)
  })

  it('loses next to nothing where the best is hardly better than others', () => {
    const losses = Array.from({ length: 200 }, (_, seed) => {
      const planted = plantedSet(seed, 0)
      const kept = raced(planted).filter(({ state }) => state === 'COMPLETE')
      const [all, left] = [planted.map(({ scores }) => mean(scores)), kept.map(({ foldScores }) => mean(foldScores))]
      return Math.max(...all) - Math.max(...left)
    })
    expect(losses.filter((loss) => loss > 2e-4).length).toBeLessThanOrEqual(4)
    // At worst less than what one trial differs by from fold to fold.
    expect(Math.max(...losses)).toBeLessThan(0.002)
  })
})

describe('a search', () => {
  it('gives the same trials in whatever order they end', async () => {
    const run = (delay: (number: number) => number) =>
      search({
        space: [{ name: 'x', kind: 'real', low: 0, high: 1, log: false }],
        ...{ trials: 30, folds: 3, seed: 7, first: { x: 0.9 } },
        async evaluate({ number, params }) {
          await new Promise((resolve) => setTimeout(resolve, delay(number)))
          return complete(number, [-((Number(params.x) - 0.3) ** 2), 0, 0])
        },
      })
    const inTurn = await run(() => 0)
    expect(await run((number) => (number * 7) % 5)).toEqual(inTurn)
    expect(await run((number) => (number % 3 === 0 ? 6 : 0))).toEqual(inTurn)
  })

  it('ends with the first error of a trial', async () => {
    const failing = search({
      space: [{ name: 'x', kind: 'real', low: 0, high: 1, log: false }],
      ...{ trials: 30, folds: 3, seed: 7, first: { x: 0.9 } },
      evaluate: ({ number }) =>
        number === 8 ? Promise.reject(new Error('no memory')) : Promise.resolve(complete(number, [0, 0, 0])),
    })
    await expect(failing).rejects.toThrow('no memory')
  })
})
