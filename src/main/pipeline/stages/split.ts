import { UserError } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/pipeline/recipe.ts'
import { createTable, readColumns } from '../../columns.ts'
import type { Duck } from '../../duck.ts'
import { bigints, flags, takeRows, timestamps } from '../../parquet/table.ts'
import type { Stage } from '../stage/stage.ts'
import { roundHalfEven } from '../statistics/rounding.ts'

/**
 * Divides the incidents into training and test rows. `stratified`: within each class of arrest, in the order of the hex
 * md5 of "{seed}:" + id, the first round(share·n) are the test set, a rule that any engine can follow. `time`: the
 * newest share of all.
 */
export const split: Stage<Recipe['split']> = {
  name: 'split',
  version: 2,
  async run({ duck, signal, params, seed, input, write, report }) {
    return duck.cancellable(signal, async () => {
      const table = await input.table('crimes')
      const ids = bigints(table, 'id')
      const arrest = flags(table, 'arrest')
      const classes = countClasses(arrest)
      const only = classes.find(({ rows }) => rows === 0)
      if (only !== undefined) {
        const other = classes.find(({ rows }) => rows > 0)
        throw new UserError('pipeline.one_class_only', {
          rows: other?.rows ?? 0,
          value: String(other?.arrest ?? false),
        })
      }

      await createTable(duck, 'crimes', { id: ids, arrest: Float64Array.from(arrest), date: timestamps(table, 'date') })
      const testIds =
        params.strategy === 'time'
          ? await newest(duck, roundHalfEven(ids.length * params.test_share))
          : await firstOfEachClass(duck, classes, params.test_share, seed)
      await duck.run('DROP TABLE crimes')

      const isTest = marksOf(ids, testIds.sort())
      for (const [part, wanted] of Object.entries({ train: 0, test: 1 })) {
        const taken = rowsWhere(isTest, wanted)
        const arrests = taken.reduce((sum, row) => sum + arrest[row]!, 0)
        for (const [value, count] of Object.entries({ false: taken.length - arrests, true: arrests })) {
          if (count > 0) continue
          const all = classes.find((other) => String(other.arrest) === value)!.rows
          throw new UserError('pipeline.too_few_to_split', { rows: all, value, share: params.test_share })
        }
        write(part, takeRows(table, taken))
        report.metric(`${part}_rows`, taken.length)
        report.metric(`${part}_arrests`, arrests)
      }
      return {}
    })
  },
}

interface ClassCount {
  arrest: boolean
  rows: number
}

/** Rows without and with an arrest. */
function countClasses(arrest: Uint8Array): [ClassCount, ClassCount] {
  const arrests = arrest.reduce((sum, flag) => sum + flag, 0)
  return [
    { arrest: false, rows: arrest.length - arrests },
    { arrest: true, rows: arrests },
  ]
}

/** Ids of each class's first share in the order of a digest that the seed salts, of the table `crimes`. */
async function firstOfEachClass(
  duck: Duck,
  [others, arrests]: [ClassCount, ClassCount],
  share: number,
  seed: number,
): Promise<Float64Array> {
  const { columns } = await readColumns(
    duck,
    `(
      SELECT id
      FROM (
        SELECT
          id,
          arrest,
          row_number() OVER (PARTITION BY arrest ORDER BY md5($seed || ':' || CAST(id AS BIGINT)), id) AS place
        FROM crimes
      )
      WHERE place <= CASE WHEN arrest = 1 THEN $arrests ELSE $others END
    )`,
    ['id'],
    {
      seed: String(seed),
      arrests: roundHalfEven(arrests.rows * share),
      others: roundHalfEven(others.rows * share),
    },
  )
  return columns.id!
}

/** Ids of the newest `count` incidents of the table `crimes`; of equally new ones those with the higher ids. */
async function newest(duck: Duck, count: number): Promise<Float64Array> {
  const relation = '(SELECT id FROM crimes ORDER BY date DESC, id DESC LIMIT $count)'
  const { columns } = await readColumns(duck, relation, ['id'], { count })
  return columns.id!
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
