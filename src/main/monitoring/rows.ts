import type { Category } from '../columns.ts'
import { type SharedFloats, sharedFloats } from '../sharedFloats.ts'
import type { Incidents } from './incidents.ts'
import type { LabelledRows } from './performance.ts'
import type { ProfiledRows } from './profile/buildProfile.ts'

/** Name of the model's answers among what is profiled of a row that it served. */
export const PROBABILITY = 'probability'

/** The incidents that `isTaken`. */
export function takeRows(incidents: Incidents, isTaken: (row: number) => boolean): Incidents {
  const places: number[] = []
  for (let row = 0; row < incidents.rows; row++) if (isTaken(row)) places.push(row)
  const floats = (values: Float64Array) => Float64Array.from(places, (row) => values[row]!)
  const shared = (values: Float64Array): SharedFloats => {
    const out = sharedFloats(places.length)
    for (const [k, row] of places.entries()) out[k] = values[row]!
    return out
  }
  const category = ({ codes, levels }: Category): Category => ({
    codes: Int32Array.from(places, (row) => codes[row]!),
    levels,
  })
  const { fields } = incidents
  return {
    ...incidents,
    rows: places.length,
    ids: floats(incidents.ids),
    labels: floats(incidents.labels),
    usable: Uint8Array.from(places, (row) => incidents.usable[row]!),
    features: incidents.features.map(shared),
    fields: {
      dates: floats(fields.dates),
      categories: mapped(fields.categories, category),
      numbers: mapped(fields.numbers, floats),
    },
  }
}

/** Rows as the model served them: its features by name, and its probability. */
export function servedRows(
  { fields, features }: { fields: Pick<ProfiledRows, 'dates'>; features: readonly Float64Array[] },
  probabilities: Float64Array,
  names: readonly string[],
): ProfiledRows {
  const numbers = Object.fromEntries(names.map((name, k) => [name, features[k]!]))
  return { dates: fields.dates, categories: {}, numbers: { ...numbers, [PROBABILITY]: probabilities } }
}

/** The rows whose outcome is known and that are `isWanted`, with the model's answers. */
export function labelledRows(
  { rows, labels, fields }: Pick<Incidents, 'rows' | 'labels'> & { fields: Pick<ProfiledRows, 'dates'> },
  probabilities: Float64Array,
  isWanted: (row: number) => boolean,
): LabelledRows {
  const places: number[] = []
  for (let row = 0; row < rows; row++) {
    if (!Number.isNaN(labels[row]!) && !Number.isNaN(probabilities[row]!) && isWanted(row)) places.push(row)
  }
  return {
    dates: Float64Array.from(places, (row) => fields.dates[row]!),
    labels: Uint8Array.from(places, (row) => labels[row]!),
    probabilities: Float64Array.from(places, (row) => probabilities[row]!),
  }
}

function mapped<T>(record: Readonly<Record<string, T>>, of: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, of(value)]))
}
