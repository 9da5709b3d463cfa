import { describe, expect, it } from 'vitest'
import { createRandom } from '../../src/main/random.ts'

const take = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw)

describe('seeded random numbers', () => {
  it('are the same for the same seed and name, and others for another', () => {
    const [first, again, other, named] = [
      createRandom(42),
      createRandom(42),
      createRandom(43),
      createRandom(42, 'smote'),
    ].map((random) => take(8, random.bits))
    expect(again).toEqual(first)
    expect(other).not.toEqual(first)
    expect(named).not.toEqual(first)
  })

  it('stay what they are: a change would change every model', () => {
    expect(take(4, createRandom(42).bits)).toEqual([660444221, 3652823732, 77672526, 910233633])
    expect(createRandom(42, 'smote').uniform()).toBe(0.5937745479204831)
  })

  it('are uniform on [0, 1) and on the integers below n', () => {
    const random = createRandom(1)
    const uniform = take(100_000, random.uniform)
    expect(Math.min(...uniform.slice(0, 50_000))).toBeGreaterThanOrEqual(0)
    expect(Math.max(...uniform.slice(0, 50_000))).toBeLessThan(1)
    expect(mean(uniform)).toBeCloseTo(0.5, 2)
    const counts = new Array<number>(7).fill(0)
    for (const value of take(70_000, () => random.below(7))) counts[value]! += 1
    // χ² with 6 degrees of freedom exceeds 22.5 once in a thousand seeds.
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)
    expect(chiSquare).toBeLessThan(22.5)
  })

  it('refuse a range that has no integers', () => {
    expect(() => createRandom(1).below(0)).toThrow(RangeError)
    expect(() => createRandom(1).below(1.5)).toThrow(RangeError)
  })

  it('are standard normal when asked', () => {
    const values = take(100_000, createRandom(3).normal)
    expect(mean(values)).toBeCloseTo(0, 1)
    expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1, 1)
    expect(mean(values.map((value) => Number(Math.abs(value) > 1.96)))).toBeCloseTo(0.05, 2)
  })

  it('shuffle into every order equally often', () => {
    const random = createRandom(5)
    const counts = new Map<string, number>()
    for (let i = 0; i < 24_000; i++) {
      const values = [0, 1, 2, 3]
      random.shuffle(values)
      counts.set(values.join(''), (counts.get(values.join('')) ?? 0) + 1)
    }
    expect(counts.size).toBe(24)
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
    expect(chiSquare).toBeLessThan(49.7)
  })
})

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
