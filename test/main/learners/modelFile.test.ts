import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gradientBoosting } from '../../../src/main/learners/gradientBoosting.ts'
import type { LinearModel, TreeEnsemble } from '../../../src/main/learners/model.ts'
import { decodeModel, encodeModel } from '../../../src/main/learners/modelFile.ts'
import { createScorer, predictProbabilities } from '../../../src/main/learners/predict.ts'
import { createWorkerPool, type WorkerPool } from '../../../src/main/workers/pool.ts'
import { UserError } from '../../../src/shared/errors.ts'
import { generated, train } from './trees.ts'

describe('a model file', () => {
  let pool: WorkerPool
  let trees: TreeEnsemble
  let file: Uint8Array
  const rows = generated(200, { seed: 3, missing: 0.1 })
  const linear: LinearModel = {
    ...{ kind: 'linear', learner: 'logistic-regression', featureNames: ['ñ', 'β'], params: { C: 1 } },
    ...{ intercept: 1 / 3, coefficients: [Math.PI, -1e-300] },
  }
  beforeAll(async () => {
    pool = createWorkerPool({ threads: 1 })
    trees = await train(gradientBoosting, generated(2000, { missing: 0.1 }), { n_estimators: 5, max_depth: 4 }, pool)
    file = encodeModel(trees)
  })
  afterAll(() => pool.close())

  it('gives back the model that was written', () => {
    expect(decodeModel(encodeModel(linear))).toEqual(linear)
    const back = decodeModel(file)
    expect(back).toEqual(trees)
    // As it comes from a disk: a Buffer, which may be a part of a larger one.
    expect(decodeModel(Buffer.concat([Buffer.from('before'), file]).subarray(6))).toEqual(trees)
    expect(decodeModel(Buffer.from(encodeModel(linear)))).toEqual(linear)
    expect(predictProbabilities(back, rows.columns, 200)).toEqual(predictProbabilities(trees, rows.columns, 200))
  })

  it('can be read from anywhere within a larger buffer', () => {
    const larger = new Uint8Array(file.length + 3)
    larger.set(file, 3)
    expect(decodeModel(larger.subarray(3))).toEqual(trees)
  })

  it('is refused when it is cut off anywhere, or has more than it should', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: file.length - 1 }), (length) => {
        expect(() => decodeModel(file.subarray(0, length))).toThrow(UserError)
      }),
    )
    expect(() => decodeModel(new Uint8Array([...file, 0]))).toThrow(UserError)
  })

  it('with altered bytes is refused, or still scores every row', () => {
    const change = fc.tuple(fc.integer({ min: 0, max: file.length - 1 }), fc.integer({ min: 0, max: 255 }))
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const altered = file.slice()
        for (const [at, byte] of changes) altered[at] = byte
        let model: ReturnType<typeof decodeModel>
        try {
          model = decodeModel(altered)
        } catch (error) {
          expect(error).toBeInstanceOf(UserError)
          return
        }
        const p = createScorer(model)(new Float64Array(model.featureNames.length))
        expect(p >= 0 && p <= 1).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('of foreign bytes is refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(() => decodeModel(bytes)).toThrow(UserError)
      }),
    )
  })

  /** A file with the prefix of a real one and any header. */
  function withHeader(header: string, body: number): Uint8Array {
    const text = new TextEncoder().encode(header)
    const bytes = new Uint8Array(Math.ceil((16 + text.length) / 8) * 8 + body)
    bytes.set(file.subarray(0, 12))
    new DataView(bytes.buffer).setUint32(12, text.length, true)
    bytes.set(text, 16)
    return bytes
  }

  it.each([
    [
      'nested deeply',
      `{"kind":"linear","learner":"random-forest","featureNames":["a"],"params":{"a":${'['.repeat(500_000)}${']'.repeat(500_000)}}}`,
    ],
    [
      'promising more nodes than there are bytes',
      '{"kind":"trees","learner":"random-forest","featureNames":["a"],"params":{},"link":"mean","base":0,"trees":1,"nodes":200000000}',
    ],
    [
      'of huge counts',
      '{"kind":"trees","learner":"random-forest","featureNames":["a"],"params":{},"link":"mean","base":0,"trees":1e300,"nodes":1e300}',
    ],
    [
      'with a prototype',
      '{"kind":"linear","__proto__":{"polluted":1},"learner":"random-forest","featureNames":["a"],"params":{}}',
    ],
  ])('with a header %s is refused', (_, header) => {
    expect(() => decodeModel(withHeader(header, 16))).toThrow(UserError)
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  it('whose nodes form a circle is refused', () => {
    const circle: TreeEnsemble = { ...trees, left: trees.left.map(() => 0) }
    expect(() => decodeModel(encodeModel(circle))).toThrow(UserError)
  })

  it('of a newer version says so', () => {
    const newer = file.slice()
    newer[8] = 9
    expect(() => decodeModel(newer)).toThrow(expect.objectContaining({ code: 'learners.model_file_version' }))
  })
})
