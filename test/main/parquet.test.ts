import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Duck, literal, openDuck } from '../../src/main/duck.ts'
import { writeParquet } from '../../src/main/parquet/writer.ts'
import { temporaryFolder } from '../support.ts'

describe('a Parquet file', () => {
  async function withDuck(work: (duck: Duck, file: string) => Promise<void>): Promise<void> {
    const folder = temporaryFolder()
    const duck = await openDuck({ threads: 1, spillFolder: join(folder, 'spill') })
    try {
      await work(duck, join(folder, 'table.parquet'))
    } finally {
      duck.close()
    }
  }

  it('holds any values, as DuckDB reads them', () =>
    withDuck(async (duck, file) => {
      const row = fc.record({
        double: fc.double(),
        bigint: fc.maxSafeInteger(),
        integer: fc.integer(),
        boolean: fc.boolean(),
        seconds: fc.integer({ min: -(2 ** 31), max: 2 ** 32 }),
        text: fc.constantFrom('', 'a', "O'HARE", 'Estación ½', 'x'.repeat(300)),
      })
      await fc.assert(
        fc.asyncProperty(fc.array(row, { maxLength: 40 }), async (rows) => {
          const levels = [...new Set(rows.map(({ text }) => text))]
          const written = await writeParquet(file, {
            double: { type: 'double', values: Float64Array.from(rows, ({ double }) => double) },
            bigint: { type: 'bigint', values: Float64Array.from(rows, ({ bigint }) => bigint) },
            integer: { type: 'integer', values: Int32Array.from(rows, ({ integer }) => integer) },
            boolean: { type: 'boolean', values: Uint8Array.from(rows, ({ boolean }) => (boolean ? 1 : 0)) },
            time: { type: 'timestamp', values: Float64Array.from(rows, ({ seconds }) => seconds * 1000) },
            text: { type: 'string', codes: Int32Array.from(rows, ({ text }) => levels.indexOf(text)), levels },
          })
          expect(written).toBe(rows.length)
          const read = await duck.rows(`SELECT * REPLACE (epoch_ms(time) AS time) FROM ${literal(file)}`)
          expect(read).toEqual(
            rows.map(({ seconds, bigint, ...rest }) => ({
              ...rest,
              bigint: BigInt(bigint),
              time: BigInt(seconds * 1000),
            })),
          )
        }),
        { numRuns: 50 },
      )
    }))

  it('holds more rows than one row group, few and many distinct values alike', () =>
    withDuck(async (duck, file) => {
      const rows = 250_000
      const few = Float64Array.from({ length: rows }, (_, i) => (i % 700) / 7)
      const many = Float64Array.from({ length: rows }, (_, i) => Math.sin(i))
      const codes = Int32Array.from({ length: rows }, (_, i) => i % 3)
      await writeParquet(file, {
        few: { type: 'double', values: few },
        many: { type: 'double', values: many },
        coded: { type: 'double', codes, levels: Float64Array.of(0.5, -0, Number.NaN) },
      })
      const read = await duck.connection.runAndReadAll(`FROM ${literal(file)}`)
      const [a, b, c] = read.getColumnsJS()
      expect(a).toEqual(Array.from(few))
      expect(b).toEqual(Array.from(many))
      expect(c!.slice(-3)).toEqual([-0, Number.NaN, 0.5].map((_, k) => [0.5, -0, Number.NaN][(rows - 3 + k) % 3]))
    }))

  it('says which column is too short', async () => {
    const columns = {
      a: { type: 'double' as const, values: new Float64Array(3) },
      b: { type: 'double' as const, values: new Float64Array(2) },
    }
    await expect(writeParquet(join(temporaryFolder(), 'x.parquet'), columns)).rejects.toThrow('column b has 2 values')
  })
})
