import { throwIfCancelled } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/pipeline/recipe.ts'
import type { Category } from '../columns.ts'
import type { FoldFeatures } from '../learners/validation/foldData.ts'
import { category, doubles, flags, type ParquetTable } from '../parquet/table.ts'
import { encodeRates } from '../pipeline/encoding/encodeRates.ts'
import { rateKey, sharedCodes } from '../pipeline/encoding/rateKeys.ts'
import {
  DISTANCE,
  FREQUENCY_COLUMNS,
  frequencyFeature,
  logDistance,
  SCALED_COLUMNS,
  type ScaledColumn,
  scaledFeature,
  standardise,
} from '../pipeline/featurizer/features.ts'
import { sharedLabels } from '../pipeline/stages/balance.ts'
import { fitScaler } from '../pipeline/stages/scale.ts'
import { type SharedFloats, sharedFloats } from '../sharedFloats.ts'

export interface FoldFeaturesSource {
  /** The training rows as they come to the stage Encode. */
  incidents: ParquetTable
  /** The same rows after the stage Scale: features that nothing is fitted for are taken from here. */
  columns: Record<string, SharedFloats>
  encode: Recipe['encode']
}

/**
 * Features of a fold as if the stages had never seen its held-out rows: shares of levels, scaler and arrest rates are
 * fitted on the fold's training rows alone. Training rows get arrest rates out of inner folds, held-out rows those of
 * all training rows, as test rows do.
 */
export function createFoldFeatures({ incidents, columns, encode }: FoldFeaturesSource): FoldFeatures {
  const labels = sharedLabels(flags(incidents, 'arrest'))
  const keys = new Map([...new Set(encode.rates.flat())].map((key) => [key, sharedCodes(rateKey(incidents, key))]))
  const frequencies = new Map(
    FREQUENCY_COLUMNS.map((name): [string, Category] => [frequencyFeature(name), category(incidents, name)]),
  )
  const beforeScaling = new Map(
    SCALED_COLUMNS.map((name): [string, Float64Array] => [scaledFeature(name), unscaled(incidents, name)]),
  )

  return async (names, { training, heldOut }, seed, options) => {
    const rates =
      encode.rates.length === 0
        ? { training: {}, others: {} }
        : await encodeRates({ keys, labels, training, others: heldOut }, encode, seed, options)
    const parts: Record<'training' | 'heldOut', Record<string, SharedFloats>> = {
      training: { ...rates.training },
      heldOut: { ...rates.others },
    }
    for (const name of names) {
      if (Object.hasOwn(parts.training, name)) continue
      const values = valuesOf(name, training)
      parts.training[name] = pick(values, training)
      parts.heldOut[name] = pick(values, heldOut)
      // A column takes some milliseconds; the window is not to notice them.
      await new Promise(setImmediate)
      throwIfCancelled(options.signal)
    }
    return parts
  }

  /** A feature of every row, with what is fitted for it fitted on the training rows. */
  function valuesOf(name: string, training: Uint32Array): (row: number) => number {
    const levels = frequencies.get(name)
    if (levels !== undefined) {
      const shares = sharesOf(levels, training)
      return (row) => shares[levels.codes[row]!]!
    }
    const raw = beforeScaling.get(name)
    if (raw !== undefined) {
      const scaler = fitScaler(pick((row) => raw[row]!, training))
      return (row) => standardise(raw[row]!, scaler)
    }
    const fixed = columns[name]!
    return (row) => fixed[row]!
  }
}

/** Share of the training rows by level. */
function sharesOf({ codes, levels }: Category, training: Uint32Array): Float64Array {
  const counts = new Float64Array(levels.length)
  for (const row of training) counts[codes[row]!]! += 1
  return counts.map((count) => count / training.length)
}

function unscaled(incidents: ParquetTable, name: ScaledColumn): Float64Array {
  const values = doubles(incidents, name)
  return name === DISTANCE ? values.map(logDistance) : values
}

function pick(values: (row: number) => number, rows: Uint32Array): SharedFloats {
  const out = sharedFloats(rows.length)
  for (let i = 0; i < rows.length; i++) out[i] = values(rows[i]!)
  return out
}
