import { type Category, readTable, type Table } from '../../columns.ts'
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
import { parquet } from './files.ts'

const NUMBERS = ['id', 'arrest', 'domestic', 'x_coordinate', 'y_coordinate', DISTANCE]
const CATEGORIES = [...FREQUENCY_COLUMNS, 'season', 'day_time', 'day_of_week']

/**
 * Turns every column into numbers: the weekday's sine, one-hot season and quarter of the day, levels as their shares of
 * the training rows, the distance as log1p. Functions of a level are computed once a level, and stored by its index.
 */
export const encode: Stage = {
  name: 'encode',
  version: 1,
  async run({ duck, signal, input, output, report }) {
    return duck.cancellable(signal, async () => {
      const train = await readTable(duck, parquet(input.tables.train!), NUMBERS, CATEGORIES)
      const frequency = Object.fromEntries(
        FREQUENCY_COLUMNS.map((name) => [name, fitFrequency(train.categories[name]!)]),
      ) as EncodeFitted['frequency']
      const rows = { train: await writeParquet(output('train'), encoded(train, frequency)), test: 0 }

      const test = await readTable(duck, parquet(input.tables.test!), NUMBERS, CATEGORIES)
      rows.test = await writeParquet(output('test'), encoded(test, frequency))
      for (const name of FREQUENCY_COLUMNS) {
        report.metric(`${name}_levels`, Object.keys(frequency[name]).length)
        report.metric(`${name}_unseen_in_test`, countUnseen(test.categories[name]!, frequency[name]))
      }
      return { rows, fitted: { frequency } satisfies EncodeFitted }
    })
  },
}

/** Share of the rows by level. */
function fitFrequency({ codes, levels }: Category): Frequency {
  const counts = countLevels(codes, levels.length)
  return Object.fromEntries(levels.map((level, code) => [level, counts[code]! / codes.length]))
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

function encoded({ columns, categories }: Table, frequency: EncodeFitted['frequency']): Record<string, ParquetColumn> {
  const byLevel = ({ codes, levels }: Category, value: (level: string) => number): ParquetColumn => ({
    type: 'double',
    codes,
    levels: Float64Array.from(levels, value),
  })
  const number = (name: string): ParquetColumn => ({ type: 'double', values: columns[name]! })
  return {
    id: { type: 'bigint', values: columns.id! },
    arrest: { type: 'boolean', values: columns.arrest! },
    day_of_week_sin: byLevel(categories.day_of_week!, (day) => dayOfWeekSin(Number(day))),
    ...Object.fromEntries(
      ONE_HOT.map(({ feature, column, level }) => [
        feature,
        byLevel(categories[column]!, (value) => indicator(value === level)),
      ]),
    ),
    domestic_tag: { type: 'double', values: columns.domestic!.map((value) => indicator(value === 1)) },
    ...Object.fromEntries(
      FREQUENCY_COLUMNS.map((name) => [
        frequencyFeature(name),
        byLevel(categories[name]!, (level) => frequencyOf(frequency[name], level)),
      ]),
    ),
    x_coordinate: number('x_coordinate'),
    y_coordinate: number('y_coordinate'),
    [DISTANCE]: { type: 'double', values: columns[DISTANCE]!.map(logDistance) },
  }
}
