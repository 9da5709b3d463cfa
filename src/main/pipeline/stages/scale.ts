import { bigints, doubles, flags, mapped, type ParquetTable } from '../../parquet/table.ts'
import type { ParquetColumn } from '../../parquet/writer.ts'
import { ENCODED_FEATURES, SCALED_COLUMNS, type Scaler, scaledFeature, standardise } from '../featurizer/features.ts'
import type { ScaleFitted } from '../featurizer/fitted.ts'
import type { Stage } from '../stage/stage.ts'
import { mean, standardDeviation } from '../statistics/statistics.ts'

/** Standardises coordinates and log distance by mean and standard deviation (ddof 0) of the training rows. */
export const scale: Stage = {
  name: 'scale',
  version: 1,
  async run({ input, write, report }) {
    const train = await input.table('train')
    const scaler = Object.fromEntries(
      SCALED_COLUMNS.map((name) => [name, fitScaler(doubles(train, name))]),
    ) as ScaleFitted['scaler']
    write('train', scaled(train, scaler))
    write('test', scaled(await input.table('test'), scaler))
    for (const name of SCALED_COLUMNS) {
      report.metric(`${name}_mean`, scaler[name].mean)
      report.metric(`${name}_std`, scaler[name].std)
    }
    return { fitted: { scaler } satisfies ScaleFitted }
  },
}

/** A column that never varies is only centred, as StandardScaler does. */
export function fitScaler(values: Float64Array): Scaler {
  return { mean: mean(values), std: standardDeviation(values, 0) || 1 }
}

function scaled(table: ParquetTable, scaler: ScaleFitted['scaler']): Record<string, ParquetColumn> {
  const ofEveryRecipe: ReadonlySet<string> = new Set(['id', 'arrest', ...ENCODED_FEATURES, ...SCALED_COLUMNS])
  const added = Object.keys(table).filter((name) => !ofEveryRecipe.has(name))
  return {
    id: { type: 'bigint', values: bigints(table, 'id') },
    arrest: { type: 'boolean', values: flags(table, 'arrest') },
    ...Object.fromEntries(ENCODED_FEATURES.map((name) => [name, { type: 'double', values: doubles(table, name) }])),
    ...Object.fromEntries(
      SCALED_COLUMNS.map((name) => {
        const values = mapped(doubles(table, name), (value) => standardise(value, scaler[name]))
        return [scaledFeature(name), { type: 'double', values }]
      }),
    ),
    ...Object.fromEntries(added.map((name) => [name, { type: 'double', values: doubles(table, name) }])),
  }
}
