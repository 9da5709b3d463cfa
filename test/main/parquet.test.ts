import { truncate } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readColumns } from '../../src/main/columns.ts'
import { type Duck, literal, openDuck } from '../../src/main/duck.ts'
import { readParquet } from '../../src/main/parquet/reader.ts'
import { bigints, category, doubles, flags, takeRows } from '../../src/main/parquet/table.ts'
import { writeParquet } from '../../src/main/parquet/writer.ts'
import { sharedFloats } from '../../src/main/sharedFloats.ts'
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
          const again = await readParquet(file)
          expect(again.double).toEqual({ type: 'double', values: sharedCopy(rows.map(({ double }) => double)) })
          expect(again.bigint).toMatchObject({ values: Float64Array.from(rows, ({ bigint }) => bigint) })
          expect(again.integer).toMatchObject({ values: Int32Array.from(rows, ({ integer }) => integer) })
          expect(flags(again, 'boolean')).toEqual(Uint8Array.from(rows, ({ boolean }) => (boolean ? 1 : 0)))
          expect(again.time).toMatchObject({ values: Float64Array.from(rows, ({ seconds }) => seconds * 1000) })
          const texts = category(again, 'text')
          expect(Array.from(texts.codes, (code) => texts.levels[code])).toEqual(rows.map(({ text }) => text))

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
      const rows = 130_000
      const few = Float64Array.from({ length: rows }, (_, i) => (i % 700) / 7)
      const many = Float64Array.from({ length: rows }, (_, i) => Math.sin(i))
      const codes = Int32Array.from({ length: rows }, (_, i) => i % 3)
      const levels = Float64Array.of(0.5, -0, Number.NaN)
      await writeParquet(file, {
        few: { type: 'double', values: few },
        many: { type: 'double', values: many },
        coded: { type: 'double', codes, levels },
      })
      const expected = { few, many, coded: Float64Array.from(codes, (code) => levels[code]!) }
      const here = await readParquet(file, ['many', 'coded', 'few'])
      const inDuck = await readColumns(duck, literal(file), ['few', 'many', 'coded'])
      for (const [name, values] of Object.entries(expected)) {
        const same = (read: Float64Array) =>
          read.length === rows && values.every((value, i) => Object.is(value, read[i]))
        expect(same(doubles(here, name)), name).toBe(true)
        expect(same(inDuck.columns[name]!), name).toBe(true)
      }
    }))

  it('keeps what it had, row by row, when rows are taken', async () => {
    const file = join(temporaryFolder(), 'table.parquet')
    await writeParquet(file, {
      id: { type: 'bigint', values: Float64Array.of(10, 11, 12) },
      ward: { type: 'integer', values: Int32Array.of(5, 7, 5) },
      name: { type: 'string', codes: Int32Array.of(1, 0, 1), levels: ['a', 'b'] },
    })
    const taken = takeRows(await readParquet(file), Int32Array.of(0, 2))
    expect(Array.from(bigints(taken, 'id'))).toEqual([10, 12])
    expect(category(taken, 'ward')).toEqual({ codes: Int32Array.of(0, 0), levels: ['5'] })
    expect(category(taken, 'name')).toEqual({ codes: Int32Array.of(1, 1), levels: ['a', 'b'] })
  })

  it('is refused where it is cut short, has no such column, or was compressed by another program', () =>
    withDuck(async (duck, file) => {
      const whole = await writeParquet(file, { id: { type: 'bigint', values: new Float64Array(1000) } })
      expect(whole).toBe(1000)
      await expect(readParquet(file, ['beat'])).rejects.toThrow('no column beat')
      await truncate(file, 500)
      await expect(readParquet(file)).rejects.toThrow('truncated')
      await duck.run(`COPY (SELECT 1 AS a) TO ${literal(file)} (FORMAT parquet, COMPRESSION zstd)`)
      await expect(readParquet(file)).rejects.toThrow('compressed')
    }))

  it('says which column is too short', async () => {
    const columns = {
      a: { type: 'double' as const, values: new Float64Array(3) },
      b: { type: 'double' as const, values: new Float64Array(2) },
    }
    await expect(writeParquet(join(temporaryFolder(), 'x.parquet'), columns)).rejects.toThrow('column b has 2 values')
  })
})

function sharedCopy(values: number[]): Float64Array {
  const out = sharedFloats(values.length)
  out.set(values)
  return out
}
