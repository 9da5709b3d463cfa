import { z } from 'zod'
import { FREQUENCY_COLUMNS, SCALED_COLUMNS } from './features.ts'
import { fittedRatesSchema } from './rates.ts'

/** What the stages fit on training rows, as plain JSON: read back by later stages, and assembled into the featurizer. */

const record = <K extends string, V extends z.ZodType>(keys: readonly K[], value: V) =>
  z.object(Object.fromEntries(keys.map((key) => [key, value])) as Record<K, V>)

export const stationSchema = z.object({ district: z.string(), name: z.string(), x: z.number(), y: z.number() })

export const enrichFittedSchema = z.object({
  stations: z.array(stationSchema).min(1),
  medians: z.object({ ward: z.number(), community_area: z.number() }),
})
export type EnrichFitted = z.infer<typeof enrichFittedSchema>

export const outliersFittedSchema = z.object({
  /** Feet; null where nothing is cut. */
  lower: z.number().nullable(),
  upper: z.number().nullable(),
})
export type OutliersFitted = z.infer<typeof outliersFittedSchema>

export const encodeFittedSchema = z.object({
  frequency: record(FREQUENCY_COLUMNS, z.record(z.string(), z.number())),
  /** Absent where the recipe asks for none. */
  rates: fittedRatesSchema.optional(),
})
export type EncodeFitted = z.infer<typeof encodeFittedSchema>

export const scaleFittedSchema = z.object({
  scaler: record(SCALED_COLUMNS, z.object({ mean: z.number(), std: z.number().positive() })),
})
export type ScaleFitted = z.infer<typeof scaleFittedSchema>

export const featuresFittedSchema = z.object({
  /** In falling order of their mutual information with arrest. */
  selected: z.array(z.string()).min(1),
  mutual_information: z.record(z.string(), z.number()),
})
export type FeaturesFitted = z.infer<typeof featuresFittedSchema>
