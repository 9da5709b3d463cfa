import { UserError } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import { type Duck, literal } from '../../duck.ts'
import { roundHalfEven } from '../rounding.ts'
import type { Stage } from '../stage.ts'
import { AS_PARQUET, parquet } from './files.ts'

/**
 * Divides the incidents into training and test rows. `stratified`: within each class of arrest, in the order of the hex
 * md5 of "{seed}:" + id, the first round(share·n) are the test set, a rule that any engine can follow. `time`: the
 * newest share of all.
 */
export const split: Stage<Recipe['split']> = {
  name: 'split',
  version: 1,
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
      const rows: Record<string, number> = {}
      for (const [part, condition] of Object.entries({ train: 'NOT IN', test: 'IN' })) {
        const select = `
          SELECT * EXCLUDE (date)
          FROM ${crimes}
          WHERE id ${condition} (SELECT id FROM test_ids)
          ORDER BY id`
        report.sql(select)
        await duck.run(`COPY (${select}) TO ${literal(output(part))} ${AS_PARQUET}`)
        for (const { arrest, rows: count } of await countClasses(duck, parquet(output(part)))) {
          const all = classes.find((other) => other.arrest === arrest)!.rows
          if (count === 0) {
            throw new UserError('pipeline.too_few_to_split', {
              rows: all,
              value: String(arrest),
              share: params.test_share,
            })
          }
          rows[part] = (rows[part] ?? 0) + count
          if (arrest) report.metric(`${part}_arrests`, count)
        }
        report.metric(`${part}_rows`, rows[part]!)
      }
      await duck.run('DROP TABLE test_ids')
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
