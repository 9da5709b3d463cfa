import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { binFeatures, binningScratchBytes } from '../../../src/main/learners/trees/binning.ts'
import { quantileBins, thresholds } from '../../../src/main/learners/trees/bins.ts'
import { allocate, createLayout } from '../../../src/main/learners/trees/layout.ts'
import { createWorkerPool, type WorkerPool } from '../../../src/main/workers/pool.ts'
import { dataset } from './trees.ts'

describe('quantileBins', () => {
  it('gives each of few values a bin of its own', () => {
    const { low, high } = quantileBins(Float32Array.of(-1, -1, 0, 2, 2, 2), 3)
    expect([...low]).toEqual([-1, 0, 2])
    expect([...high]).toEqual([-1, 0, 2])
  })

  it('shares many values out evenly; a frequent one takes at most half a bin of others with it', () => {
    const values = Float32Array.from([
      ...Array.from({ length: 1000 }, (_, i) => i),
      ...new Array(3000).fill(500.5),
    ]).sort()
    const { low, high } = quantileBins(values, 11)
    const rows = Array.from(low, (from, bin) => values.filter((value) => value >= from && value <= high[bin]!).length)
    expect(rows.filter((count) => count >= 3000 && count <= 3050)).toHaveLength(1)
    expect(rows.filter((count) => count < 3000).every((count) => count >= 50 && count <= 150)).toBe(true)
  })

  it('covers all values with at most the bins allowed, ascending and without overlap', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.float({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 0, max: 5 })), {
          minLength: 1,
          maxLength: 200,
        }),
        fc.integer({ min: 2, max: 20 }),
        (values, maxBins) => {
          const sorted = Float32Array.from(values).sort()
          const { low, high } = quantileBins(sorted, maxBins)
          expect(low.length).toBeLessThanOrEqual(maxBins)
          expect(low[0]).toBe(sorted[0])
          expect(high.at(-1)).toBe(sorted.at(-1))
          for (let bin = 0; bin < low.length; bin++) expect(low[bin]).toBeLessThanOrEqual(high[bin]!)
          for (let bin = 1; bin < low.length; bin++) expect(low[bin]).toBeGreaterThan(high[bin - 1]!)
        },
      ),
    )
  })

  it('has thresholds at the smallest value of the next bin, and one beyond all values', () => {
    const bins = { ...quantileBins(Float32Array.of(1, 2, 4), 5), missing: true }
    expect([...thresholds(bins)]).toEqual([2, 4, Math.fround(4 + 4 + 1e-5)])
  })
})

describe('binFeatures', () => {
  let pool: WorkerPool
  beforeAll(() => {
    pool = createWorkerPool({ threads: 2 })
  })
  afterAll(() => pool.close())
  const context = () => ({ pool, seed: 1, signal: new AbortController().signal, onProgress() {} })

  function plan(rows: number, features: number, wide: boolean) {
    const layout = createLayout()
    const next = layout.take(4)
    const codes = layout.take(rows * features * (wide ? 2 : 1))
    const scratch = [layout.take(binningScratchBytes(rows)), layout.take(binningScratchBytes(rows))]
    return { next, codes, memory: allocate(layout.bytes), scratch: (job: number) => scratch[job]! }
  }

  const value = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 }),
    fc.integer({ min: -3, max: 3 }),
    fc.constantFrom(Number.NaN, 0, -0, 1e-40, -1e-45, 0.1, 0.1 + 1e-12),
  )

  it.each([
    { wide: false, order: 'rows' as const, missingCode: 'last' as const },
    { wide: true, order: 'columns' as const, missingCode: 'next' as const },
  ])('codes each value by its bin ($order)', async ({ wide, order, missingCode }) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 60 }), async (rows) => {
        const columns = [0, 1, 2].map((feature) => rows.map((row) => row[feature as 0 | 1 | 2]))
        const data = dataset(
          columns,
          rows.map(() => 0),
        )
        const where = plan(rows.length, 3, wide)
        const coding = { order, wide, maxBins: 8, missingCode, codes: where.codes }
        const bins = await binFeatures(data, { ...where, coding }, context())
        const size = rows.length * 3
        const buffer = where.memory.buffer
        const codes = wide ? new Uint16Array(buffer, where.codes, size) : new Uint8Array(buffer, where.codes, size)
        for (const [feature, { low, high, missing }] of bins.entries()) {
          expect(missing).toBe(columns[feature]!.some(Number.isNaN))
          for (const [row, x] of columns[feature]!.entries()) {
            const code = codes[order === 'rows' ? row * 3 + feature : feature * rows.length + row]!
            if (Number.isNaN(x)) {
              expect(code).toBe(missingCode === 'last' ? 255 : low.length)
            } else {
              expect(Math.fround(x)).toBeGreaterThanOrEqual(low[code]!)
              expect(Math.fround(x)).toBeLessThanOrEqual(high[code]!)
            }
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  it('tells 65535 values apart with two bytes a code', async () => {
    const values = Array.from({ length: 65_535 }, (_, i) => (i * 7919) % 65_535)
    const where = plan(values.length, 1, true)
    const coding = {
      order: 'columns' as const,
      wide: true,
      maxBins: 65_535,
      missingCode: 'next' as const,
      codes: where.codes,
    }
    await binFeatures(
      dataset(
        [values],
        values.map(() => 0),
      ),
      { ...where, coding },
      context(),
    )
    expect([...new Uint16Array(where.memory.buffer, where.codes, values.length)]).toEqual(values)
  })
})
