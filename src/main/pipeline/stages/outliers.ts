import { UserError } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import { readColumns } from '../../columns.ts'
import { literal } from '../../duck.ts'
import { DISTANCE } from '../featurizer/features.ts'
import type { OutliersFitted } from '../featurizer/fitted.ts'
import type { Stage } from '../stage.ts'
import { mean, quantile, standardDeviation } from '../statistics.ts'
import { AS_PARQUET, parquet, passOn } from './files.ts'

/**
 * Removes training rows whose distance to the nearest station lies outside mean ± k·std (ddof 1), or outside the
 * quartiles ± k·IQR, of the training rows. Test rows stay, since they are what the world sends; how many lie outside is
 * reported.
 */
export const outliers: Stage<Recipe['outliers']> = {
  name: 'outliers',
  version: 1,
  async run({ duck, signal, params, input, output, report }) {
    return duck.cancellable(signal, async () => {
      const { train, test } = input.tables as { train: string; test: string }
      const testRows = await duck.number(`SELECT count(*) FROM ${parquet(test)}`)
      await passOn(test, output('test'))

      const { columns, rows: trainRows } = await readColumns(duck, parquet(train), [DISTANCE])
      const bounds = fitBounds(columns[DISTANCE]!, params)
      if (bounds === undefined) {
        await passOn(train, output('train'))
        report.metric('train_rows', trainRows)
        return {
          rows: { train: trainRows, test: testRows },
          fitted: { lower: null, upper: null } satisfies OutliersFitted,
        }
      }

      const select = `
        SELECT *
        FROM ${parquet(train)}
        WHERE ${DISTANCE} BETWEEN $lower AND $upper
        ORDER BY id`
      report.sql(select)
      await duck.run(`COPY (${select}) TO ${literal(output('train'))} ${AS_PARQUET}`, bounds)
      const [kept] = await duck.rows<{ rows: bigint; arrests: bigint }>(
        `SELECT count(*) AS rows, count(*) FILTER (arrest) AS arrests FROM ${parquet(output('train'))}`,
      )
      const rows = Number(kept!.rows)
      const arrests = Number(kept!.arrests)
      if (arrests === 0 || arrests === rows)
        throw new UserError('pipeline.all_outliers', { value: String(arrests === 0), ...bounds })

      report.metric('lower_feet', bounds.lower)
      report.metric('upper_feet', bounds.upper)
      report.metric('train_rows', rows)
      report.metric(
        'test_outside',
        await duck.number(
          `SELECT count(*) FROM ${parquet(test)} WHERE NOT ${DISTANCE} BETWEEN $lower AND $upper`,
          bounds,
        ),
      )
      report.dropped('outlier', trainRows - rows)
      return { rows: { train: rows, test: testRows }, fitted: bounds satisfies OutliersFitted }
    })
  },
}

/** Bounds in feet, both inclusive. */
function fitBounds(
  distance: Float64Array,
  { method, k }: Recipe['outliers'],
): { lower: number; upper: number } | undefined {
  switch (method) {
    case 'std': {
      const centre = mean(distance)
      const reach = (k ?? 3) * standardDeviation(distance, 1)
      return { lower: centre - reach, upper: centre + reach }
    }
    case 'iqr': {
      const ascending = distance.slice().sort()
      const first = quantile(ascending, 0.25)
      const third = quantile(ascending, 0.75)
      const reach = (k ?? 1.5) * (third - first)
      return { lower: first - reach, upper: third + reach }
    }
    case 'none':
      return undefined
  }
}
