import { z } from 'zod'

/** Metrics that learners are compared by, the first one decides the paired test that is told. */
export const COMPARED = ['average_precision', 'mcc', 'auc', 'brier', 'calibration_error'] as const
export type Compared = (typeof COMPARED)[number]

const number = z.number().nullable()
const interval = { value: number, low: number, high: number }
const scoreSchema = z.object({ ...interval, difference: z.object({ ...interval, p: number }).optional() })
/** Standard deviations of one seed are null. */
const spreadSchema = z.object({ mean: number, sd: number })
const entrant = { recipe: z.string(), learner: z.string() }

/** What a comparison found, as it is stored with its run; numbers that are undefined are null. */
export const comparisonSchema = z.object({
  date: z.string(),
  label: z.string(),
  resamples: z.number(),
  /** `recipe/learner`. */
  baseline: z.string(),
  contests: z.array(
    z.object({
      seed: z.number(),
      scopes: z.array(
        z.object({
          without: z.array(z.string()),
          testRows: z.number(),
          arrests: z.number(),
          rows: z.array(z.object({ ...entrant, scores: z.record(z.enum(COMPARED), scoreSchema) })),
        }),
      ),
    }),
  ),
  summary: z.array(
    z.object({
      without: z.array(z.string()),
      rows: z.array(
        z.object({
          ...entrant,
          scores: z.record(z.enum(COMPARED), spreadSchema),
          differences: z.record(z.enum(COMPARED), spreadSchema),
        }),
      ),
    }),
  ),
})
export type StoredComparison = z.output<typeof comparisonSchema>

/** Where a comparison's run keeps what it found. */
export const COMPARISON_FILE = 'comparison.json'
