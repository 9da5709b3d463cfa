import { UserError } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/pipeline/recipe.ts'
import { doubles, flags, takeRows } from '../../parquet/table.ts'
import { DISTANCE } from '../featurizer/features.ts'
import type { OutliersFitted } from '../featurizer/fitted.ts'
import type { Stage } from '../stage/stage.ts'
import { mean, quantile, standardDeviation } from '../statistics/statistics.ts'

/**
 * Removes training rows whose distance to the nearest station lies outside mean ± k·std (ddof 1), or outside the
 * quartiles ± k·IQR, of the training rows. Test rows stay, since they are what the world sends; how many lie outside is
 * reported.
 */
export const outliers: Stage<Recipe['outliers']> = {
  name: 'outliers',
  version: 1,
  async run({ params, input, write, passOn, report }) {
    const testDistance = doubles(await input.table('test'), DISTANCE)
    const train = await input.table('train')
    const distance = doubles(train, DISTANCE)
    const bounds = fitBounds(distance, params)
    if (bounds === undefined) {
      passOn('train')
      passOn('test')
      report.metric('train_rows', distance.length)
      return {
        rows: { train: distance.length, test: testDistance.length },
        fitted: { lower: null, upper: null } satisfies OutliersFitted,
      }
    }

    const kept = rowsWithin(distance, bounds)
    const arrest = flags(train, 'arrest')
    const arrests = kept.reduce((sum, row) => sum + arrest[row]!, 0)
    if (arrests === 0 || arrests === kept.length) {
      throw new UserError('pipeline.all_outliers', { value: String(arrests === 0), ...bounds })
    }
    write('train', takeRows(train, kept))
    passOn('test')
    report.metric('lower_feet', bounds.lower)
    report.metric('upper_feet', bounds.upper)
    report.metric('train_rows', kept.length)
    report.metric('test_outside', testDistance.length - rowsWithin(testDistance, bounds).length)
    report.dropped('outlier', distance.length - kept.length)
    return { rows: { train: kept.length, test: testDistance.length }, fitted: bounds satisfies OutliersFitted }
  },
}

/** In feet, both inclusive. */
type Bounds = { lower: number; upper: number }

function rowsWithin(distance: Float64Array, { lower, upper }: Bounds): Int32Array {
  const rows = new Int32Array(distance.length)
  let count = 0
  for (let i = 0; i < distance.length; i++) if (distance[i]! >= lower && distance[i]! <= upper) rows[count++] = i
  return rows.subarray(0, count)
}

function fitBounds(distance: Float64Array, { method, k }: Recipe['outliers']): Bounds | undefined {
  switch (method) {
    case 'std': {
      const centre = mean(distance)
      const reach = (k ?? 3) * standardDeviation(distance, 1)
      return { lower: centre - reach, upper: centre + reach }
    }
    case 'iqr': {
      const ascending = Float64Array.from(distance).sort()
      const first = quantile(ascending, 0.25)
      const third = quantile(ascending, 0.75)
      const reach = (k ?? 1.5) * (third - first)
      return { lower: first - reach, upper: third + reach }
    }
    case 'none':
      return undefined
  }
}
