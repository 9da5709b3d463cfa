import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parzenEstimator } from '../../../../src/main/learners/tuning/parzen.ts'
import { fromUnit, type ParamValues, SPACES, type Space, toUnit } from '../../../../src/main/learners/tuning/space.ts'
import { propose } from '../../../../src/main/learners/tuning/tpe.ts'
import { createRandom } from '../../../../src/main/random.ts'

const space: Space = [
  { name: 'learning_rate', kind: 'real', low: 0.001, high: 1, log: true },
  { name: 'max_depth', kind: 'integer', low: 3, high: 16, log: false },
  { name: 'features', kind: 'choice', choices: ['sqrt', 'half', 'all'] },
]
const reference: Record<'observed' | 'asked', [number, number, string][]> & Record<'three' | 'none', number[]> =
  JSON.parse(readFileSync('test/reference/parzen.json', 'utf8'))
const pointOf = ([learning_rate, max_depth, features]: [number, number, string]): ParamValues => ({
  ...{ learning_rate, max_depth, features },
})

describe('a space', () => {
  it('draws every value of a whole number equally often, and reals evenly on their scale', () => {
    const random = createRandom(1, 'space')
    const depths = new Map<unknown, number>()
    let small = 0
    for (let k = 0; k < 14_000; k++) {
      const depth = fromUnit(space[1]!, random.uniform())
      depths.set(depth, (depths.get(depth) ?? 0) + 1)
      if (Number(fromUnit(space[0]!, random.uniform())) < 0.01) small += 1
    }
    expect([...depths.keys()].sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 14 }, (_, k) => k + 3),
    )
    for (const count of depths.values()) expect(Math.abs(count - 1000)).toBeLessThan(130)
    expect(small / 14_000).toBeCloseTo(1 / 3, 1)
  })

  it('gives back each value that it took in, and takes what lies beyond for the end', () => {
    for (const dimension of SPACES['gradient-boosting']) {
      for (const unit of [0, 0.2, 0.7, 1]) {
        const value = fromUnit(dimension, unit)
        expect(fromUnit(dimension, toUnit(dimension, value)!)).toBeCloseTo(Number(value), 9)
      }
    }
    expect(fromUnit(space[0]!, toUnit(space[0]!, 0)!)).toBeCloseTo(0.001, 12)
    expect(fromUnit(space[1]!, toUnit(space[1]!, null)!)).toBe(16)
    expect(toUnit(space[2]!, 'none')).toBeUndefined()
  })
})

describe('the Parzen estimator', () => {
  it('has the densities that scipy gives', () => {
    const asked = reference.asked.map(pointOf)
    const three = parzenEstimator(space, reference.observed.map(pointOf))
    const none = parzenEstimator(space, [])
    for (const [k, point] of asked.entries()) {
      expect(three.logDensity(point)).toBeCloseTo(reference.three[k]!, 5)
      expect(none.logDensity(point)).toBeCloseTo(reference.none[k]!, 5)
    }
  })

  it('draws what it is dense at', () => {
    const estimator = parzenEstimator([space[1]!], [{ max_depth: 5 }])
    const random = createRandom(3, 'parzen')
    const counts = new Array<number>(17).fill(0)
    for (let k = 0; k < 20_000; k++) counts[Number(estimator.sample(random).max_depth)]! += 1
    for (let depth = 3; depth <= 16; depth++) {
      expect(counts[depth]! / 20_000).toBeCloseTo(Math.exp(estimator.logDensity({ max_depth: depth })), 1)
    }
  })
})

describe('the search', () => {
  const unit = (name: string): Space[number] => ({ name, kind: 'real', low: 0, high: 1, log: false })
  /** Hartmann's function of six inputs; its least value is −3.32237. */
  const hartmann = (x: readonly number[]) => {
    const alpha = [1, 1.2, 3, 3.2]
    const a = [
      [10, 3, 17, 3.5, 1.7, 8],
      [0.05, 10, 17, 0.1, 8, 14],
      [3, 3.5, 1.7, 10, 17, 8],
      [17, 8, 0.05, 10, 0.1, 14],
    ]
    const p = [
      [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
      [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
      [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
      [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
    ]
    return -alpha.reduce(
      (sum, weight, i) => sum + weight * Math.exp(-x.reduce((s, xj, j) => s + a[i]![j]! * (xj - p[i]![j]!) ** 2, 0)),
      0,
    )
  }
  const branin = ([u = 0, v = 0]: readonly number[]) => {
    const [x, y] = [15 * u - 5, 15 * v]
    return (
      (y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6) ** 2 +
      10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) +
      10
    )
  }

  /** The least value found by 40 points, by TPE and by draws alone. */
  function searched(f: (x: readonly number[]) => number, inputs: number, seed: number) {
    const dimensions = Array.from({ length: inputs }, (_, k) => unit(`x${k}`))
    const lossOf = (params: ParamValues) => f(dimensions.map(({ name }) => Number(params[name])))
    const observed: { params: ParamValues; score: number }[] = []
    let random = Number.POSITIVE_INFINITY
    for (let number = 0; number < 40; number++) {
      const params = propose(dimensions, observed, { seed, number })
      observed.push({ params, score: -lossOf(params) })
      random = Math.min(random, lossOf(propose(dimensions, [], { seed: seed + 1000, number })))
    }
    return { tpe: -Math.max(...observed.map(({ score }) => score)), random }
  }

  it.each([
    { name: 'Branin', f: branin, inputs: 2 },
    { name: 'Hartmann 6', f: hartmann, inputs: 6 },
  ])('finds less than random draws do, in as many trials: $name', ({ f, inputs }) => {
    const all = Array.from({ length: 24 }, (_, seed) => searched(f, inputs, seed))
    const mean = (which: 'tpe' | 'random') => all.reduce((sum, each) => sum + each[which], 0) / all.length
    expect(mean('tpe')).toBeLessThan(mean('random') - (inputs === 2 ? 0.15 : 0.2))
    const wins = all.filter(({ tpe, random }) => tpe < random).length
    expect(wins).toBeGreaterThan(14)
  })

  it('proposes the same for the same, and not where a trial still goes on', () => {
    const observed = Array.from({ length: 14 }, (_, k) => ({ params: { x0: k / 14 }, score: -Math.abs(k / 14 - 0.5) }))
    const one = propose([unit('x0')], observed, { seed: 5, number: 14 })
    expect(propose([unit('x0')], observed, { seed: 5, number: 14 })).toEqual(one)
    const at = Number(one.x0)
    const pending = Array.from({ length: 5 }, () => ({ params: { x0: at }, score: undefined }))
    const distances = Array.from({ length: 30 }, (_, seed) =>
      [observed, [...observed, ...pending]].map((known) =>
        Math.abs(Number(propose([unit('x0')], known, { seed, number: 14 }).x0) - at),
      ),
    )
    const mean = (which: 0 | 1) => distances.reduce((sum, each) => sum + each[which]!, 0) / distances.length
    expect(mean(1)).toBeGreaterThan(1.5 * mean(0))
  })
})
