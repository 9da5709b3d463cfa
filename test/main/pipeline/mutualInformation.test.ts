import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { type Columns, readColumns, sharedFloats } from '../../../src/main/columns.ts'
import { literal, openDuck } from '../../../src/main/duck.ts'
import {
  mutualInformation,
  mutualInformationOfColumn,
} from '../../../src/main/pipeline/statistics/mutualInformation.ts'
import { createWorkerPool } from '../../../src/main/workers/pool.ts'
import reference from '../../reference/mutual_information.json' with { type: 'json' }
import { describeWithShared, shared, temporaryFolder } from '../../support.ts'

const job = { signal: new AbortController().signal }
const pools = [1, 2].map((threads) => createWorkerPool({ threads }))
afterAll(async () => {
  for (const pool of pools) await pool.close()
})

const columns: Record<string, number[]> = reference.columns

describe('mutual information of a column with labels', () => {
  it.each(reference.cases)(
    'is what scikit-learn computes: $name, k = $k, $labels labels',
    ({ name, k, labels, nats }) => {
      const column = Float64Array.from(columns[name]!)
      const label = Uint8Array.from(labels === 'few' ? reference.few : reference.labels)
      expect(Math.abs(mutualInformationOfColumn(column, label, k) - nats)).toBeLessThan(1e-9)
    },
  )

  it('is zero for a single class and for no rows', () => {
    expect(mutualInformationOfColumn(Float64Array.of(1, 2, 3, 4), new Uint8Array(4), 3)).toBe(0)
    expect(mutualInformationOfColumn(new Float64Array(0), new Uint8Array(0), 3)).toBe(0)
  })
})

describe('mutual information of columns', () => {
  const labels = sharedLabels(reference.labels)
  const all = Object.values(columns).map(toShared)

  it('does not depend on the number of threads or the order of the columns', async () => {
    const [one, two] = await Promise.all(
      pools.map((pool) => mutualInformation(all, labels, { neighbours: 3, seed: 42 }, { ...job, pool })),
    )
    const reversed = await mutualInformation(
      all.toReversed(),
      labels,
      { neighbours: 3, seed: 42 },
      { ...job, pool: pools[1]! },
    )
    expect(two).toEqual(one)
    expect(reversed.reverse()).toEqual(one)
  })

  it('scales a column first, so its unit does not matter', async () => {
    const shifted = columns.shifted!
    const [nats, inFeet] = await mutualInformation(
      [toShared(shifted), toShared(shifted.map((value) => value * 5280))],
      labels,
      { neighbours: 3, seed: 42 },
      { ...job, pool: pools[1]! },
    )
    expect(nats).toBeCloseTo(reference.classif, 6)
    expect(inFeet).toBeCloseTo(reference.classif, 6)
  })

  it('finds nothing in a constant column', async () => {
    const [nats] = await mutualInformation(
      [toShared(columns.constant!)],
      labels,
      { neighbours: 3, seed: 1 },
      { ...job, pool: pools[0]! },
    )
    expect(nats).toBeLessThan(0.06)
  })

  it('reports every column and ends in CancelledError when cancelled', async () => {
    const shares: number[] = []
    const pool = pools[1]!
    await mutualInformation(
      all,
      labels,
      { neighbours: 3, seed: 1 },
      { ...job, pool, onProgress: (share) => shares.push(share) },
    )
    expect(shares).toEqual(all.map((_, k) => (k + 1) / all.length))
    const signal = AbortSignal.abort()
    await expect(mutualInformation(all, labels, { neighbours: 3, seed: 1 }, { signal, pool })).rejects.toThrow(
      'cancelled',
    )
  })
})

describeWithShared('mutual information of the balanced rows of 2017', () => {
  it('is within 0.01 of what scikit-learn found for each selected feature', async () => {
    const golden: Record<string, number> = JSON.parse(
      readFileSync(shared('golden/golden.json'), 'utf8'),
    ).mutual_information_balanced
    const duck = await openDuck({ threads: 2, spillFolder: temporaryFolder() })
    const relation = `read_parquet(${literal(shared('golden/train.parquet'))})`
    const names = Object.keys(golden).slice(0, 7)
    const read: Columns = await readColumns(duck, relation, [...names, 'arrest'])
    duck.close()
    const features = names.map((name) => read.columns[name]!)
    const nats = await mutualInformation(
      features,
      sharedLabels(Array.from(read.columns.arrest!)),
      { neighbours: 3, seed: 42 },
      { ...job, pool: pools[1]! },
    )
    for (const [k, name] of names.entries()) expect(Math.abs(nats[k]! - golden[name]!), name).toBeLessThan(0.01)
  })
})

function toShared(values: number[]) {
  const column = sharedFloats(values.length)
  column.set(values)
  return column
}

function sharedLabels(values: number[]) {
  const labels = new Uint8Array(new SharedArrayBuffer(values.length))
  labels.set(values)
  return labels
}
