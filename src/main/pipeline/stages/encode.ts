import type { Recipe } from '../../../shared/pipeline/recipe.ts'
import type { Category } from '../../columns.ts'
import { bigints, category, doubles, flags, mapped, type ParquetTable, timestamps } from '../../parquet/table.ts'
import type { ParquetColumn } from '../../parquet/writer.ts'
import type { RunOptions, WorkerPool } from '../../workers/pool.ts'
import { type EncodedRates, encodeRates } from '../encoding/encodeRates.ts'
import { joined, rateKey } from '../encoding/rateKeys.ts'
import {
  CALENDAR,
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
import type { Stage } from '../stage/stage.ts'

/**
 * Turns every column into numbers: the weekday's sine, one-hot season and quarter of the day, levels as their shares of
 * the training rows, the distance as log1p; and where the recipe asks for them, parts of the time and arrest rates.
 * Functions of a level are computed once a level, and stored by its index. A training row's arrest rates are those of
 * the other folds: only the test rows' are what the featurizer gives for the same incident.
 */
export const encode: Stage<Recipe['encode']> = {
  name: 'encode',
  version: 1,
  async run({ pool, signal, params, seed, input, write, report, progress }) {
    const train = await input.table('train')
    const test = await input.table('test')
    const frequency = Object.fromEntries(
      FREQUENCY_COLUMNS.map((name) => [name, fitFrequency(category(train, name))]),
    ) as EncodeFitted['frequency']
    const total = params.rates.length
    const onProgress = (share: number) => progress({ done: Math.round(share * total), total, unit: 'steps' })
    const rates = total === 0 ? undefined : await ratesOf({ train, test }, params, seed, { pool, signal, onProgress })
    write('train', { ...encoded(train, frequency, params.calendar), ...columnsOf(rates?.training) })
    write('test', { ...encoded(test, frequency, params.calendar), ...columnsOf(rates?.others) })
    for (const name of FREQUENCY_COLUMNS) {
      report.metric(`${name}_levels`, Object.keys(frequency[name]).length)
      report.metric(`${name}_unseen_in_test`, countUnseen(category(test, name), frequency[name]))
    }
    for (const { keys, groups } of rates?.fitted.levels ?? [])
      report.metric(`${keys.join('_and_')}_groups`, groups.length)
    if (rates === undefined) return { fitted: { frequency } satisfies EncodeFitted }
    return { fitted: { frequency, rates: rates.fitted } satisfies EncodeFitted }
  },
}

/** Encodes the arrest rates of both tables by the training rows. */
function ratesOf(
  { train, test }: { train: ParquetTable; test: ParquetTable },
  params: Recipe['encode'],
  seed: number,
  options: { pool: WorkerPool } & RunOptions,
): Promise<EncodedRates> {
  const keys = new Map(
    [...new Set(params.rates.flat())].map((key) => [key, joined(rateKey(train, key), rateKey(test, key))]),
  )
  const trainRows = flags(train, 'arrest').length
  const testRows = flags(test, 'arrest').length
  const labels = new Uint8Array(new SharedArrayBuffer(trainRows + testRows))
  labels.set(flags(train, 'arrest'))
  return encodeRates(
    { keys, labels, training: rowNumbers(0, trainRows), others: rowNumbers(trainRows, testRows) },
    params,
    seed,
    options,
  )
}

function rowNumbers(from: number, count: number): Uint32Array<SharedArrayBuffer> {
  const rows = new Uint32Array(new SharedArrayBuffer(count * 4))
  for (let i = 0; i < count; i++) rows[i] = from + i
  return rows
}

function columnsOf(values: Record<string, Float64Array> = {}): Record<string, ParquetColumn> {
  return Object.fromEntries(Object.entries(values).map(([name, column]) => [name, { type: 'double', values: column }]))
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

function encoded(
  table: ParquetTable,
  frequency: EncodeFitted['frequency'],
  calendar: Recipe['encode']['calendar'],
): Record<string, ParquetColumn> {
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
    [DISTANCE]: { type: 'double', values: mapped(doubles(table, DISTANCE), logDistance) },
    ...Object.fromEntries(
      calendar.map((name) => [name, { type: 'double', values: timestamps(table, 'date').map(CALENDAR[name]) }]),
    ),
  }
}
