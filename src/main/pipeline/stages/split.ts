import { UserError } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import { readColumns } from '../../columns.ts'
import type { Duck } from '../../duck.ts'
import { readParquet } from '../../parquet/reader.ts'
import { bigints, flags, takeRows } from '../../parquet/table.ts'
import { writeParquet } from '../../parquet/writer.ts'
import { roundHalfEven } from '../rounding.ts'
import type { Stage } from '../stage.ts'
import { parquet } from './files.ts'

/**
 * Divides the incidents into training and test rows. `stratified`: within each class of arrest, in the order of the hex
 * md5 of "{seed}:" + id, the first round(share·n) are the test set, a rule that any engine can follow. `time`: the
 * newest share of all.
 */
export const split: Stage<Recipe['split']> = {
  name: 'split',
  version: 2,
  async run({ duck, signal, params, seed, input, output, report }) {
    return duck.cancellable(signal, async () => {
      const crimes = parquet(input.tables.crimes!)
      const classes = await countClasses(duck, crimes)
      const only = classes.find(({ rows }) => rows === 0)
      if (only !== undefined) {
        const other = classes.find(({ rows }) => rows > 0)
        throw new UserError('pipeline.one_class_only', {
          rows: other?.rows ?? 0,
          value: String(other?.arrest ?? false),
        })
      }

      await (params.strategy === 'time'
        ? takeNewest(duck, crimes, roundHalfEven((classes[0].rows + classes[1].rows) * params.test_share))
        : takeFirstOfEachClass(duck, crimes, classes, params.test_share, seed))
      const { columns: testIds } = await readColumns(duck, 'test_ids', ['id'])
      await duck.run('DROP TABLE test_ids')

      const table = await readParquet(input.tables.crimes!)
      const isTest = marksOf(bigints(table, 'id'), testIds.id!.sort())
      const arrest = flags(table, 'arrest')
      const rows: Record<string, number> = {}
      for (const [part, wanted] of Object.entries({ train: 0, test: 1 })) {
        const taken = rowsWhere(isTest, wanted)
        const arrests = taken.reduce((sum, row) => sum + arrest[row]!, 0)
        for (const [value, count] of Object.entries({ false: taken.length - arrests, true: arrests })) {
          if (count > 0) continue
          const all = classes.find((other) => String(other.arrest) === value)!.rows
          throw new UserError('pipeline.too_few_to_split', { rows: all, value, share: params.test_share })
        }
        rows[part] = await writeParquet(output(part), takeRows(table, taken))
        report.metric(`${part}_rows`, taken.length)
        report.metric(`${part}_arrests`, arrests)
      }
      return { rows }
    })
  },
}

interface ClassCount {
  arrest: boolean
  rows: number
}

/** Rows without and with an arrest. */
async function countClasses(duck: Duck, relation: string): Promise<[ClassCount, ClassCount]> {
  const [found] = await duck.rows<{ all: bigint; arrests: bigint }>(
    `SELECT count(*) AS all, count(*) FILTER (arrest) AS arrests FROM ${relation}`,
  )
  const arrests = Number(found!.arrests)
  return [
    { arrest: false, rows: Number(found!.all) - arrests },
    { arrest: true, rows: arrests },
  ]
}

/** Creates the table `test_ids`: of each class the first share in the order of a digest that the seed salts. */
async function takeFirstOfEachClass(
  duck: Duck,
  crimes: string,
  [others, arrests]: [ClassCount, ClassCount],
  share: number,
  seed: number,
): Promise<void> {
  await duck.run(
    `CREATE OR REPLACE TEMP TABLE test_ids AS
      SELECT id
      FROM (
        SELECT id, arrest, row_number() OVER (PARTITION BY arrest ORDER BY md5($seed || ':' || id), id) AS place
        FROM ${crimes}
      )
      WHERE place <= CASE WHEN arrest THEN $arrests ELSE $others END`,
    {
      seed: String(seed),
      arrests: roundHalfEven(arrests.rows * share),
      others: roundHalfEven(others.rows * share),
    },
  )
}

/** Creates the table `test_ids`: the newest `count` incidents; of equally new ones those with the higher ids. */
async function takeNewest(duck: Duck, crimes: string, count: number): Promise<void> {
  await duck.run(
    `CREATE OR REPLACE TEMP TABLE test_ids AS
      SELECT id
      FROM ${crimes}
      ORDER BY date DESC, id DESC
      LIMIT $count`,
    { count },
  )
}

/** 1 for each of `ids` that is among `wanted`, else 0; both rise. */
function marksOf(ids: Float64Array, wanted: Float64Array): Uint8Array {
  const marks = new Uint8Array(ids.length)
  let at = 0
  for (let i = 0; i < ids.length; i++) {
    if (ids[i] !== wanted[at]) continue
    marks[i] = 1
    at++
  }
  return marks
}

/** Rows whose mark is `wanted`, rising. */
function rowsWhere(marks: Uint8Array, wanted: number): Int32Array {
  const rows = new Int32Array(marks.length)
  let count = 0
  for (let i = 0; i < marks.length; i++) if (marks[i] === wanted) rows[count++] = i
  return rows.subarray(0, count)
}
