import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTable, readColumns } from '../../src/main/columns.ts'
import { type Duck, openDuck } from '../../src/main/duck.ts'

describe('columns in and out of DuckDB', () => {
  let duck: Duck
  beforeAll(async () => {
    duck = await openDuck({ threads: 2, spillFolder: mkdtempSync(join(tmpdir(), 'spill-')) })
  })
  afterAll(() => duck.close())

  it('come back as they went in, across chunks', async () => {
    const a = Float64Array.from({ length: 5000 }, (_, i) => Math.sin(i))
    await createTable(duck, 't', { a, b: a.map((value) => -value) })
    const { rows, columns } = await readColumns(duck, 't', ['b', 'a'])
    expect(rows).toBe(5000)
    expect(Array.from(columns.a!)).toEqual(Array.from(a))
    expect(columns.b![4999]).toBe(-Math.sin(4999))
  })

  it('are NaN where the value is null, and 0/1 for booleans', async () => {
    const relation = '(SELECT CASE WHEN i % 3 = 0 THEN NULL ELSE i END AS n, i % 2 = 0 AS even FROM range(3000) t(i))'
    const { columns } = await readColumns(duck, relation, ['n', 'even'])
    expect(columns.n![2997]).toBeNaN()
    expect(columns.n![2998]).toBe(2998)
    expect(Array.from(columns.even!.subarray(0, 4))).toEqual([1, 0, 1, 0])
  })
})
