import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { encodeRates } from '../../../src/main/pipeline/encoding/encodeRates.ts'
import { type GroupRatesInput, groupRates } from '../../../src/main/pipeline/encoding/groupRates.ts'
import { joined, sharedCodes } from '../../../src/main/pipeline/encoding/rateKeys.ts'
import { openRates, smoothedRate } from '../../../src/main/pipeline/featurizer/rates.ts'
import { createRandom } from '../../../src/main/random.ts'
import { createWorkerPool } from '../../../src/main/workers/pool.ts'
import type { RateKey } from '../../../src/shared/pipeline/recipe.ts'

/** Rows of two columns with few values, some of them unknown, divided into training rows of three folds and others. */
const anyRows = fc
  .array(
    fc.record({
      a: fc.integer({ min: -1, max: 3 }),
      b: fc.integer({ min: -1, max: 2 }),
      label: fc.integer({ min: 0, max: 1 }),
      fold: fc.integer({ min: 0, max: 3 }),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((rows) => [
    ...rows,
    // Every fold has a row, so that none holds them all.
    ...[0, 1, 2].map((fold) => ({ a: 0, b: 0, label: fold % 2, fold })),
  ])

type Row = { a: number; b: number; label: number; fold: number }

/** Fold 3 stands for the rows that are not trained on. */
function inputOf(rows: Row[], minRows = 2): GroupRatesInput {
  const numbers = Uint32Array.from(rows.keys())
  const training = numbers.filter((row) => rows[row]!.fold < 3)
  return {
    codes: [Int32Array.from(rows, ({ a }) => a), Int32Array.from(rows, ({ b }) => b)],
    labels: Uint8Array.from(rows, ({ label }) => label),
    training,
    foldOf: Uint8Array.from(training, (row) => rows[row]!.fold),
    folds: 3,
    others: numbers.filter((row) => rows[row]!.fold === 3),
    smoothing: 5,
    minRows,
  }
}

/** The same by the definition: filters rows group by group. */
function plainRate(row: Row, known: Row[], minRows: number): number {
  const share = (of: Row[]) => of.reduce((sum, { label }) => sum + label, 0) / of.length
  const groups = [
    known.filter(({ a }) => row.a >= 0 && a === row.a),
    known.filter(({ a, b }) => row.a >= 0 && row.b >= 0 && a === row.a && b === row.b),
  ]
  let rate = share(known)
  for (const group of groups) {
    const arrests = group.reduce((sum, { label }) => sum + label, 0)
    if (group.length >= minRows) rate = (arrests + 5 * rate) / (group.length + 5)
  }
  return rate
}

describe('the arrest rate of a group', () => {
  it('is shrunk to that of the wider group by as many rows as smoothing says', () => {
    expect(smoothedRate(3, 4, 0.2, 10)).toBeCloseTo((3 + 2) / 14, 15)
    expect(smoothedRate(0, 0, 0.2, 10)).toBe(0.2)
  })

  it('of a training row is learned from the other folds, that of another row from all training rows', () => {
    fc.assert(
      fc.property(anyRows, fc.integer({ min: 1, max: 4 }), (rows, minRows) => {
        const input = inputOf(rows, minRows)
        const { training, others } = groupRates(input)
        const known = rows.filter(({ fold }) => fold < 3)
        for (const [i, row] of input.training.entries()) {
          const own = rows[row]!
          const rest = known.filter(({ fold }) => fold !== own.fold)
          expect(training[i]).toBeCloseTo(plainRate(own, rest, minRows), 12)
        }
        for (const [i, row] of input.others.entries()) {
          expect(others[i]).toBeCloseTo(plainRate(rows[row]!, known, minRows), 12)
        }
      }),
    )
  })

  it('of a training row never depends on its own label', () => {
    fc.assert(
      fc.property(anyRows, fc.nat(), (rows, pick) => {
        const input = inputOf(rows)
        const place = pick % input.training.length
        const flipped = input.labels.slice()
        flipped[input.training[place]!]! ^= 1
        const before = groupRates(input).training[place]
        expect(groupRates({ ...input, labels: flipped }).training[place]).toBe(before)
      }),
    )
  })

  it('never seen, or of too few rows, is that of the wider group', () => {
    const rows = [
      ...Array.from({ length: 6 }, (_, k) => ({ a: 0, b: 0, label: 1, fold: k % 3 })),
      ...Array.from({ length: 6 }, (_, k) => ({ a: 1, b: 1, label: 0, fold: k % 3 })),
      { a: 0, b: 2, label: 0, fold: 0 },
      { a: 0, b: 1, label: 0, fold: 3 },
      { a: 0, b: 2, label: 0, fold: 3 },
      { a: 9, b: 0, label: 0, fold: 3 },
    ]
    const { others, overall } = groupRates(inputOf(rows))
    const widest = 6 / 13
    expect(overall).toBe(widest)
    const ofFirst = (6 + 5 * widest) / (7 + 5)
    expect(Array.from(others)).toEqual([ofFirst, ofFirst, widest])
  })
})

describe('arrest rates as features', () => {
  const oneThread = createWorkerPool({ threads: 1 })
  const twoThreads = createWorkerPool({ threads: 2 })
  afterAll(() => Promise.all([oneThread.close(), twoThreads.close()]))
  const { signal } = new AbortController()
  const rows = 4000
  const random = createRandom(11)
  const key = (values: number) =>
    sharedCodes({
      codes: Int32Array.from({ length: rows }, () => random.below(values)),
      levels: Array.from({ length: values }, (_, value) => `value ${value}`),
    })
  const keys = new Map<RateKey, ReturnType<typeof key>>([
    ['iucr', key(20)],
    ['block', key(900)],
    ['beat', key(30)],
  ])
  const labels = new Uint8Array(new SharedArrayBuffer(rows))
  for (let row = 0; row < rows; row++) labels[row] = Number(random.uniform() < 0.2)
  const rowNumbers = (from: number, to: number) => {
    const numbers = new Uint32Array(new SharedArrayBuffer((to - from) * 4))
    for (let i = 0; i < numbers.length; i++) numbers[i] = from + i
    return numbers
  }
  const training = rowNumbers(0, 3000)
  const others = rowNumbers(3000, rows)
  const params = {
    calendar: [],
    rates: [['iucr'], ['iucr', 'block'], ['beat', 'iucr', 'block']] satisfies RateKey[][],
    smoothing: 7,
    min_rows: 2,
    folds: 4,
  }
  const encode = (pool = twoThreads, seed = 42) =>
    encodeRates({ keys, labels, training, others }, params, seed, { pool, signal })

  it('are the same on one thread and on two, and others for another seed', async () => {
    const first = await encode(oneThread)
    expect(await encode()).toEqual(first)
    expect((await encode(twoThreads, 43)).training).not.toEqual(first.training)
  })

  it('of rows that are not trained on are what the stored groups give, bit for bit', async () => {
    const encoded = await encode()
    for (const combination of params.rates) {
      const widest = openRates(encoded.fitted, combination)
      const column = encoded.others[`${combination.join('_and_')}_rate`]!
      for (const [i, row] of others.entries()) {
        let group = widest
        for (const name of combination) {
          const { codes, levels } = keys.get(name)!
          const narrower = group.narrower.get(levels[codes[row]!]!)
          if (narrower === undefined) break
          group = narrower
        }
        expect(column[i]).toBe(group.rate)
      }
    }
  })

  it('number the values of two tables as one', () => {
    const both = joined(
      { codes: Int32Array.of(0, 1), levels: ['a', 'b'] },
      { codes: Int32Array.of(0, 1, -1), levels: ['b', 'c'] },
    )
    expect([...both.codes].map((code) => both.levels[code])).toEqual(['a', 'b', 'b', 'c', undefined])
  })
})
