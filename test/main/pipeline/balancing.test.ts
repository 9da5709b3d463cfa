import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { sharedFloats } from '../../../src/main/columns.ts'
import type { LabelledRows } from '../../../src/main/pipeline/balancing/labelledRows.ts'
import { nearestNeighbours } from '../../../src/main/pipeline/balancing/nearestNeighbours.ts'
import { smote } from '../../../src/main/pipeline/balancing/smote.ts'
import { undersample } from '../../../src/main/pipeline/balancing/undersample.ts'
import { createRandom } from '../../../src/main/random.ts'
import { createWorkerPool } from '../../../src/main/workers/pool.ts'

const signal = new AbortController().signal
const oneThread = createWorkerPool({ threads: 1 })
const twoThreads = createWorkerPool({ threads: 2 })
afterAll(() => Promise.all([oneThread.close(), twoThreads.close()]))

describe('nearest neighbours', () => {
  const value = fc.oneof(fc.constantFrom(0, 1, 2), fc.double({ min: -3, max: 3, noNaN: true }))
  const points = fc
    .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 7, max: 120 }))
    .chain(([width, count]) =>
      fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: count, maxLength: count }),
    )

  it('are exactly those of a plain search, for any points', async () => {
    await fc.assert(
      fc.asyncProperty(points, fc.integer({ min: 1, max: 6 }), async (rows, k) => await expectExact(rows, k)),
      { numRuns: 60 },
    )
  })

  it.each([
    ['rows that are all the same', (): number[] => [1, 2, 3]],
    ['a grid where most distances tie', (i: number) => [i % 10, Math.floor(i / 10) % 10, Math.floor(i / 100)]],
    ['one-hot rows with a few continuous columns', (i: number) => [i % 2, i % 3 === 0 ? 1 : 0, normal(), normal()]],
    ['values of very different size', () => [1e6 * normal(), 1e-6 * normal(), normal() + 1e9]],
    ['a column where one value dominates', (i: number) => [i % 50 === 0 ? normal() : 0, i % 7 === 0 ? normal() : 0]],
    ['rows that each occur three times', (i: number) => [Math.sin(i % 300), Math.cos(7 * (i % 300))]],
  ])('are exact on %s', async (_, row) => {
    await expectExact(
      Array.from({ length: 900 }, (_, i) => row(i)),
      5,
    )
  })

  const { normal } = createRandom(11)

  async function expectExact(points: number[][], k: number): Promise<void> {
    // Every other row belongs to somebody else, so that rows and members differ.
    const columns = points[0]!.map((_, d) => shared(points.flatMap((point) => [99, point[d]!])))
    const members = Uint32Array.from(points, (_, i) => 2 * i + 1)
    const queries = Uint32Array.from(points, (_, i) => points.length - 1 - i)
    const found = await nearestNeighbours({ columns, members, queries, k }, { pool: twoThreads, signal })
    for (const [q, query] of queries.entries()) {
      const distanceTo = (i: number) => Math.hypot(...points[i]!.map((x, d) => x - points[query]![d]!))
      const expected = points
        .map((_, i) => i)
        .filter((i) => i !== query)
        .map(distanceTo)
        .sort((a, b) => a - b)
      const rows = Array.from(found.rows.subarray(q * k, q * k + k), (row) => (row - 1) / 2)
      expect(new Set(rows).size).toBe(k)
      expect(rows).not.toContain(query)
      for (let j = 0; j < k; j++) {
        const tolerance = 1e-9 * Math.max(1, expected[j]!)
        expect(Math.abs(found.distances[q * k + j]! - expected[j]!)).toBeLessThanOrEqual(tolerance)
        expect(Math.abs(distanceTo(rows[j]!) - expected[j]!)).toBeLessThanOrEqual(tolerance)
      }
    }
  }
})

describe('SMOTE', () => {
  const options = { neighbours: 5, ratio: 0.5, seed: 42 }

  it('grows the smaller class to the floor of the ratio and leaves the rows as they were', async () => {
    const data = example({ rows: 1001, minority: 0.15 })
    const grown = await smote(data, options, { pool: twoThreads, signal })
    const [zeros, ones] = counts(data.labels)
    expect(counts(grown.labels)).toEqual([zeros, Math.floor(0.5 * zeros)])
    expect(grown.rows).toBe(zeros + Math.floor(0.5 * zeros))
    expect(ones).toBeLessThan(Math.floor(0.5 * zeros))
    for (const [d, column] of data.columns.entries()) {
      expect(grown.columns[d]!.subarray(0, data.rows)).toEqual(new Float64Array(column))
    }
    expect(Array.from(grown.labels.subarray(0, data.rows))).toEqual(Array.from(data.labels))
  })

  it('puts every synthetic row between a row of the class and one of its five nearest of the class', async () => {
    const data = example({ rows: 600, minority: 0.2 })
    const { columns, origins, rows } = await smote(data, options, { pool: twoThreads, signal })
    const minority = [...data.labels.keys()].filter((row) => data.labels[row] === 1)
    const distance = (a: number, b: number) => Math.hypot(...data.columns.map((column) => column[a]! - column[b]!))
    expect(origins.base.length).toBe(rows - data.rows)
    for (const [i, base] of origins.base.entries()) {
      const neighbour = origins.neighbour[i]!
      const share = origins.share[i]!
      expect(data.labels[base]).toBe(1)
      expect(data.labels[neighbour]).toBe(1)
      expect(neighbour).not.toBe(base)
      const nearer = minority.filter((row) => row !== base && distance(base, row) < distance(base, neighbour))
      expect(nearer.length).toBeLessThan(5)
      expect(share >= 0 && share < 1).toBe(true)
      for (const [d, column] of columns.entries()) {
        const from = data.columns[d]![base]!
        expect(column[data.rows + i]).toBe(from + share * (data.columns[d]![neighbour]! - from))
      }
    }
  })

  it('gives the same bytes on one thread and on two, and others for another seed', async () => {
    const data = example({ rows: 3000, minority: 0.2 })
    const one = await smote(data, options, { pool: oneThread, signal })
    const two = await smote(data, options, { pool: twoThreads, signal })
    const other = await smote(data, { ...options, seed: 43 }, { pool: twoThreads, signal })
    expect(two).toEqual(one)
    expect(other.columns[0]).not.toEqual(one.columns[0])
  })

  it('draws every minority row and every one of its neighbours about equally often', async () => {
    const data = example({ rows: 42_000, minority: 0.005 })
    const { origins } = await smote(data, { ...options, ratio: 1 }, { pool: twoThreads, signal })
    const draws = new Map<number, number>()
    for (const base of origins.base) draws.set(base, (draws.get(base) ?? 0) + 1)
    const [, ones] = counts(data.labels)
    const each = origins.base.length / ones
    expect(draws.size).toBe(ones)
    for (const count of draws.values()) expect(Math.abs(count - each)).toBeLessThan(5 * Math.sqrt(each))
  })

  it('grows whichever class is smaller', async () => {
    const data = example({ rows: 400, minority: 0.2 })
    const flipped = { ...data, labels: sharedLabels(data.labels.map((label) => 1 - label)) }
    const grown = await smote(flipped, options, { pool: twoThreads, signal })
    const [zeros, ones] = counts(grown.labels)
    expect(zeros).toBe(Math.floor(0.5 * ones))
  })

  it('leaves data alone that has reached the ratio', async () => {
    const data = example({ rows: 400, minority: 0.45 })
    const same = await smote(data, options, { pool: twoThreads, signal })
    expect(same.columns).toEqual(data.columns)
    expect(same.origins.base.length).toBe(0)
  })

  it('says what to do when the smaller class has no more rows than neighbours', async () => {
    const data = example({ rows: 60, minority: 0 })
    data.labels.fill(1, 0, 5)
    await expect(smote(data, options, { pool: twoThreads, signal })).rejects.toMatchObject({
      code: 'pipeline.too_few_to_oversample',
      params: { rows: 5, neighbours: 5, needed: 6 },
    })
    data.labels[5] = 1
    expect(counts((await smote(data, options, { pool: twoThreads, signal })).labels)).toEqual([54, 27])
  })

  it('reports progress up to the end and stops when cancelled', async () => {
    const data = example({ rows: 2000, minority: 0.1 })
    const shares: number[] = []
    await smote(data, options, { pool: twoThreads, signal, onProgress: (share) => shares.push(share) })
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(shares.at(-1)).toBe(1)
    const cancelled = smote(data, options, { pool: twoThreads, signal: AbortSignal.abort() })
    await expect(cancelled).rejects.toThrow('cancelled')
  })
})

describe('undersampling', () => {
  it('keeps the smaller class whole and the floor of it over the ratio of the larger, in their order', async () => {
    const data = example({ rows: 1000, minority: 0.2 })
    const [, ones] = counts(data.labels)
    const fewer = await undersample(data, { ratio: 0.8, seed: 42 }, { pool: twoThreads, signal })
    expect(counts(fewer.labels)).toEqual([Math.floor(ones / 0.8), ones])
    expect(fewer.kept).toEqual(fewer.kept.toSorted((a, b) => a - b))
    for (const [i, row] of fewer.kept.entries()) {
      expect(fewer.labels[i]).toBe(data.labels[row])
      for (const [d, column] of fewer.columns.entries()) expect(column[i]).toBe(data.columns[d]![row])
    }
  })

  it('keeps every row of the larger class equally often', async () => {
    const data = example({ rows: 100, minority: 0 })
    data.labels.fill(1, 0, 20)
    const kept = new Array<number>(100).fill(0)
    for (let seed = 0; seed < 400; seed++) {
      const fewer = await undersample({ ...data, columns: [] }, { ratio: 0.8, seed }, { pool: oneThread, signal })
      for (const row of fewer.kept) kept[row]! += 1
    }
    // 25 of 80 each time: 125 ± 9.3 times.
    for (const count of kept.slice(20)) expect(Math.abs(count - 125)).toBeLessThan(5 * 9.3)
  })

  it('leaves data alone that has reached the ratio', async () => {
    const data = example({ rows: 100, minority: 0 })
    data.labels.fill(1, 0, 48)
    const same = await undersample(data, { ratio: 0.8, seed: 1 }, { pool: oneThread, signal })
    expect(same.rows).toBe(100)
    expect(same.columns).toEqual(data.columns)
  })
})

/** Rows of two normal columns, a 0/1 one and one of few values, a share of them with label 1. */
function example({ rows, minority }: { rows: number; minority: number }): LabelledRows {
  const random = createRandom(rows)
  const labels = sharedLabels(Array.from({ length: rows }, () => Number(random.uniform() < minority)))
  const columns = [
    Array.from({ length: rows }, () => random.normal()),
    Array.from({ length: rows }, () => random.normal()),
    Array.from({ length: rows }, () => random.below(2)),
    Array.from({ length: rows }, () => random.below(40) / 100),
  ]
  return { rows, columns: columns.map(shared), labels }
}

function counts(labels: Uint8Array): [zeros: number, ones: number] {
  const ones = labels.reduce((sum, label) => sum + label, 0)
  return [labels.length - ones, ones]
}

function shared(values: number[]) {
  const column = sharedFloats(values.length)
  column.set(values)
  return column
}

function sharedLabels(values: ArrayLike<number>) {
  const labels = new Uint8Array(new SharedArrayBuffer(values.length))
  labels.set(values)
  return labels
}
