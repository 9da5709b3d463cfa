import type { Category } from '../../columns.ts'
import { readParquet } from '../../parquet/reader.ts'
import { bigints, category, doubles, flags, type ParquetTable } from '../../parquet/table.ts'
import { type ParquetColumn, writeParquet } from '../../parquet/writer.ts'
import {
  DISTANCE,
  dayOfWeekSin,
  FREQUENCY_COLUMNS,
  type Frequency,
  frequencyFeature,
  frequencyOf,
  indicator,
  logDistance,
  ONE_HOT,
} from '../featurizer/features.ts'
import type { EncodeFitted } from '../featurizer/fitted.ts'
import type { Stage } from '../stage.ts'

/**
 * Turns every column into numbers: the weekday's sine, one-hot season and quarter of the day, levels as their shares of
 * the training rows, the distance as log1p. Functions of a level are computed once a level, and stored by its index.
 */
export const encode: Stage = {
  name: 'encode',
  version: 1,
  async run({ input, output, report }) {
    const train = await readParquet(input.tables.train!)
    const frequency = Object.fromEntries(
      FREQUENCY_COLUMNS.map((name) => [name, fitFrequency(category(train, name))]),
    ) as EncodeFitted['frequency']
    const rows = { train: await writeParquet(output('train'), encoded(train, frequency)), test: 0 }

    const test = await readParquet(input.tables.test!)
    rows.test = await writeParquet(output('test'), encoded(test, frequency))
    for (const name of FREQUENCY_COLUMNS) {
      report.metric(`${name}_levels`, Object.keys(frequency[name]).length)
      report.metric(`${name}_unseen_in_test`, countUnseen(category(test, name), frequency[name]))
    }
    return { rows, fitted: { frequency } satisfies EncodeFitted }
  },
}

/** Share of the rows by level. */
function fitFrequency({ codes, levels }: Category): Frequency {
  const counts = countLevels(codes, levels.length)
  const shares = levels.map((level, code): [string, number] => [level, counts[code]! / codes.length])
  return Object.fromEntries(shares.filter(([, share]) => share > 0).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function countUnseen({ codes, levels }: Category, frequency: Frequency): number {
  const counts = countLevels(codes, levels.length)
  return levels.reduce((sum, level, code) => (Object.hasOwn(frequency, level) ? sum : sum + counts[code]!), 0)
}

function countLevels(codes: Int32Array, levels: number): Int32Array {
  const counts = new Int32Array(levels)
  for (let i = 0; i < codes.length; i++) counts[codes[i]!]!++
  return counts
}

function encoded(table: ParquetTable, frequency: EncodeFitted['frequency']): Record<string, ParquetColumn> {
  const byLevel = (name: string, value: (level: string) => number): ParquetColumn => {
    const { codes, levels } = category(table, name)
    return { type: 'double', codes, levels: Float64Array.from(levels, value) }
  }
  return {
    id: { type: 'bigint', values: bigints(table, 'id') },
    arrest: { type: 'boolean', values: flags(table, 'arrest') },
    day_of_week_sin: byLevel('day_of_week', (day) => dayOfWeekSin(Number(day))),
    ...Object.fromEntries(
      ONE_HOT.map(({ feature, column, level }) => [feature, byLevel(column, (value) => indicator(value === level))]),
    ),
    domestic_tag: {
      type: 'double',
      codes: new Int32Array(flags(table, 'domestic')),
      levels: Float64Array.of(indicator(false), indicator(true)),
    },
    ...Object.fromEntries(
      FREQUENCY_COLUMNS.map((name) => [
        frequencyFeature(name),
        byLevel(name, (level) => frequencyOf(frequency[name], level)),
      ]),
    ),
    x_coordinate: { type: 'double', values: doubles(table, 'x_coordinate') },
    y_coordinate: { type: 'double', values: doubles(table, 'y_coordinate') },
    [DISTANCE]: { type: 'double', values: doubles(table, DISTANCE).map(logDistance) },
  }
}
