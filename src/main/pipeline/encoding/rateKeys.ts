import type { RateKey } from '../../../shared/pipeline/recipe.ts'
import type { Category } from '../../columns.ts'
import { category, flags, type ParquetTable, timestamps } from '../../parquet/table.ts'
import { dayOfWeek, hourOf, minuteOf } from '../featurizer/calendar.ts'
import { isStorable, threeHoursOf } from '../featurizer/rates.ts'

/** A column that incidents are grouped by, of an enriched table: -1 for a value that a featurizer could not store. */
export function rateKey(table: ParquetTable, key: RateKey): Category {
  switch (key) {
    case 'domestic':
      return { codes: new Int32Array(flags(table, 'domestic')), levels: ['false', 'true'] }
    case 'day_of_week':
      return ofTime(table, 7, dayOfWeek)
    case 'hour':
      return ofTime(table, 24, hourOf)
    case 'three_hours':
      return ofTime(table, 8, threeHoursOf)
    case 'minute':
      return ofTime(table, 60, minuteOf)
    default:
      return storable(category(table, key))
  }
}

function ofTime(table: ParquetTable, values: number, of: (localMs: number) => number): Category {
  return {
    codes: Int32Array.from(timestamps(table, 'date'), of),
    levels: Array.from({ length: values }, (_, value) => String(value)),
  }
}

function storable({ codes, levels }: Category): Category {
  if (levels.every(isStorable)) return { codes, levels }
  return { codes: codes.map((code) => (isStorable(levels[code]!) ? code : -1)), levels }
}

/** One column of several tables as one: the rows of the first, then those of the second. */
export function joined(first: Category, second: Category): Category {
  const codeOf = new Map(first.levels.map((level, code) => [level, code]))
  for (const level of second.levels) if (!codeOf.has(level)) codeOf.set(level, codeOf.size)
  const shared = Int32Array.from(second.levels, (level) => codeOf.get(level)!)
  const codes = sharedIntegers(first.codes.length + second.codes.length)
  codes.set(first.codes)
  for (let i = 0; i < second.codes.length; i++) {
    const code = second.codes[i]!
    codes[first.codes.length + i] = code < 0 ? -1 : shared[code]!
  }
  return { codes, levels: [...codeOf.keys()] }
}

/** With the codes in memory that workers share. */
export function sharedCodes({ codes, levels }: Category): Category {
  const copy = sharedIntegers(codes.length)
  copy.set(codes)
  return { codes: copy, levels }
}

function sharedIntegers(length: number): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT))
}
