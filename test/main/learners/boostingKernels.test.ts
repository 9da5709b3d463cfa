import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kernel } from '../../../src/main/learners/trees/kernels.ts'
import { mixed } from './trees.ts'

const PAGE = 65536

/** A memory of a kernel, with room from the first page on. */
function memoryOf(pages: number): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: pages + 1, maximum: pages + 1, shared: true })
}

/** What the histogram kernel adds up, the plain way: gradient and hessian by feature and code. */
function plainHistogram(codes: Uint8Array, features: number, order: Uint32Array, gradients: Int32Array): BigInt64Array {
  const sums = new BigInt64Array(features * 512)
  for (const row of order) {
    for (let feature = 0; feature < features; feature++) {
      const bin = 2 * (feature * 256 + codes[row * features + feature]!)
      sums[bin] = sums[bin]! + BigInt(gradients[2 * row]!)
      sums[bin + 1] = sums[bin + 1]! + BigInt(gradients[2 * row + 1]!)
    }
  }
  return sums
}

describe('the histogram kernel', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17])('adds up gradients exactly for %i features', (features) => {
    const rows = 500
    const next = mixed(features)
    const memory = memoryOf(8)
    const histogram = kernel('histogram', memory)
    const codesAt = PAGE
    const gradientsAt = PAGE + 16384
    const orderAt = PAGE + 32768
    const target = 2 * PAGE
    const codes = new Uint8Array(memory.buffer, codesAt, rows * features)
    const gradients = new Int32Array(memory.buffer, gradientsAt, 2 * rows)
    const order = new Uint32Array(memory.buffer, orderAt, rows / 2)
    for (let k = 0; k < codes.length; k++) codes[k] = next()
    for (let k = 0; k < gradients.length; k++) gradients[k] = next() | 0
    for (let k = 0; k < order.length; k++) order[k] = 2 * k + (next() & 1)

    histogram.accumulate(target, codesAt, features, orderAt, order.length, gradientsAt)

    const ours = new BigInt64Array(memory.buffer, target, features * 512)
    expect(ours).toEqual(plainHistogram(codes, features, order, gradients))
  })

  it('merges two, and gives a sibling as parent minus child', () => {
    const memory = memoryOf(1)
    const { merge, subtract } = kernel('histogram', memory)
    const at = (k: number) => PAGE + 4096 * k
    const three = new BigInt64Array(memory.buffer, PAGE, 3 * 512).map((_, k) => BigInt(k * k - 1000))
    new BigInt64Array(memory.buffer, PAGE, 3 * 512).set(three)
    merge(at(0), at(1), 4096)
    const merged = new BigInt64Array(memory.buffer, PAGE, 512)
    expect(merged).toEqual(merged.map((_, k) => three[k]! + three[k + 512]!))
    subtract(at(3), at(0), at(2), 4096)
    const rest = new BigInt64Array(memory.buffer, at(3), 512)
    expect(rest).toEqual(rest.map((_, k) => merged[k]! - three[k + 1024]!))
  })
})

describe('the partition kernel', () => {
  const memory = memoryOf(1)
  const { partition, writeShuffles, addLeaves } = kernel('partition', memory)
  const [codesAt, orderAt, shufflesAt, marginsAt, targetAt] = [
    PAGE,
    PAGE + 4096,
    PAGE + 8192,
    PAGE + 16384,
    PAGE + 32768,
  ]

  it('parts rows, those that go right in reverse; missing ones go where the split sends them', () => {
    const rowsAndRule = fc.record({
      codes: fc.array(fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constant(255)), { minLength: 1, maxLength: 300 }),
      cut: fc.integer({ min: 0, max: 254 }),
      shift: fc.constantFrom(0, 1),
    })
    fc.assert(
      fc.property(rowsAndRule, ({ codes, cut, shift }) => {
        const goesLeft = (code: number) => code <= cut || (shift === 1 && code === 255)
        new Uint8Array(memory.buffer, codesAt, codes.length).set(codes)
        const order = new Uint32Array(memory.buffer, orderAt, codes.length)
        order.set([...codes.keys()])
        new Float32Array(memory.buffer, marginsAt, codes.length).fill(1)

        addLeaves(marginsAt, orderAt, codes.length, codesAt, 1, cut, shift, 2, -2)
        writeShuffles(shufflesAt)
        const count = partition(orderAt, codes.length, codesAt, 1, cut, shift, targetAt, shufflesAt)

        const rows = [...codes.keys()]
        const left = rows.filter((row) => goesLeft(codes[row]!))
        expect(count).toBe(left.length)
        const parted = new Uint32Array(memory.buffer, targetAt, codes.length)
        expect([...parted]).toEqual([...left, ...rows.filter((row) => !goesLeft(codes[row]!)).reverse()])
        expect([...new Float32Array(memory.buffer, marginsAt, codes.length)]).toEqual(
          codes.map((code) => (goesLeft(code) ? 3 : -1)),
        )
      }),
    )
  })
})

describe('the gradients kernel', () => {
  it('gives the logistic loss’s gradient and hessian to float32', () => {
    const memory = memoryOf(1)
    const { logistic } = kernel('gradients', memory)
    const margins = new Float32Array(memory.buffer, PAGE, 400).map((_, i) => (i - 200) / 8)
    new Float32Array(memory.buffer, PAGE, 400).set(margins)
    const labels = new Uint8Array(memory.buffer, PAGE + 4096, 400).fill(1, 0, 200)
    const weights = new Float32Array(memory.buffer, PAGE + 8192, 400).fill(0.5, 100, 300)
    logistic(PAGE, PAGE + 4096, PAGE + 8192, PAGE + 16384, 0, 400, 2 ** 30, 2 ** 32, 1, 0xffffffff)
    const out = new Int32Array(memory.buffer, PAGE + 16384, 800)
    for (let i = 0; i < 400; i++) {
      const p = 1 / (1 + Math.exp(-margins[i]!))
      expect(Math.abs(out[2 * i]! / 2 ** 30 - (p - labels[i]!) * weights[i]!)).toBeLessThan(2e-7)
      expect(Math.abs(out[2 * i + 1]! / 2 ** 32 - p * (1 - p) * weights[i]!)).toBeLessThan(1e-7)
    }
  })

  it('draws about the given share of the rows, the same whichever rows it starts at', () => {
    const memory = memoryOf(4)
    const { logistic } = kernel('gradients', memory)
    const run = (from: number) => {
      const out = new Int32Array(memory.buffer, 3 * PAGE, 2 * 8000).fill(7)
      logistic(PAGE, 2 * PAGE, 0, 3 * PAGE, from, 8000, 2 ** 30, 2 ** 32, 99, 0.3 * 2 ** 32)
      return Array.from({ length: 8000 }, (_, i) => out[2 * i] !== 0)
    }
    const drawn = run(0)
    expect(drawn.filter(Boolean).length / 8000).toBeCloseTo(0.3, 1)
    expect(run(4000).slice(4000)).toEqual(drawn.slice(4000))
  })
})

describe('the splits kernel', () => {
  const memory = memoryOf(1)
  const { bestSplit } = kernel('splits', memory)
  const out = new Float64Array(memory.buffer, PAGE + 8192, 8)

  /** The best gain over all cuts and both ways for missing values, tried one by one. */
  function plainGain(
    bins: [g: number, h: number][],
    absent: [number, number],
    lambda: number,
    alpha: number,
    least: number,
  ): number {
    const shrink = (g: number) => Math.sign(g) * Math.max(0, Math.abs(g) - alpha)
    const score = (g: number, h: number) => shrink(g) ** 2 / (h + lambda)
    const sum = (part: [number, number][]) =>
      part.reduce(([g, h], [dg, dh]) => [g + dg, h + dh], [0, 0] as [number, number])
    const whole = sum([...bins, absent])
    let best = Number.NEGATIVE_INFINITY
    for (let cut = 1; cut <= bins.length; cut++) {
      for (const left of [sum(bins.slice(0, cut)), sum([...bins.slice(0, cut), absent])]) {
        const right: [number, number] = [whole[0] - left[0], whole[1] - left[1]]
        if (left[1] <= 0 || right[1] <= 0 || left[1] < least || right[1] < least) continue
        best = Math.max(best, score(...left) + score(...right) - score(...whole))
      }
    }
    return best
  }

  it('finds the largest gain there is', () => {
    const bin = fc.tuple(fc.integer({ min: -64, max: 64 }), fc.integer({ min: 0, max: 32 }))
    const node = fc.record({
      bins: fc.array(bin, { minLength: 1, maxLength: 30 }),
      absent: fc.oneof(bin, fc.constant<[number, number]>([0, 0])),
      lambda: fc.constantFrom(0, 1, 2.5),
      alpha: fc.constantFrom(0, 0.75),
      least: fc.constantFrom(0, 1, 4),
    })
    fc.assert(
      fc.property(node, ({ bins, absent, lambda, alpha, least }) => {
        const histogram = new BigInt64Array(memory.buffer, PAGE, 512).fill(0n)
        for (const [k, [g, h]] of bins.entries()) histogram.set([BigInt(g), BigInt(h)], 2 * k)
        histogram.set(absent.map(BigInt), 510)
        const [g, h] = [1 / 4, 1 / 8]
        bestSplit(PAGE, bins.length, 1, PAGE + 8192, g, h, lambda, alpha, least, 0, 0, 0, 0)
        const real = ([dg, dh]: [number, number]): [number, number] => [dg * g, dh * h]
        const expected = plainGain(bins.map(real), real(absent), lambda, alpha, least)
        if (expected === Number.NEGATIVE_INFINITY) expect(out[0]).toBe(expected)
        else expect(out[0]).toBeCloseTo(expected, 9)
        expect(out[6]).toBe([...bins, absent].reduce((sum, [, dh]) => sum + dh, 0))
      }),
      { numRuns: 500 },
    )
  })
})
