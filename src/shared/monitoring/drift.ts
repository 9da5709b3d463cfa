import { z } from 'zod'

// What a check of drift found, as it is stored (`report.json`), printed with `--json` and shown in the window. Shares and
// probabilities are 0-1, months `YYYY-MM`, days `YYYY-MM-DD`.

export const DRIFT_TESTS = ['psi', 'jensen_shannon', 'wasserstein', 'kolmogorov_smirnov', 'chi_square'] as const
export type DriftTestName = (typeof DRIFT_TESTS)[number]

export const DRIFT_VERDICTS = ['steady', 'watch', 'drift'] as const
/** `drift`: what the model reads, says or is worth has moved. `watch`: something smaller has, or what it does not read. */
export type DriftVerdict = (typeof DRIFT_VERDICTS)[number]

const levelSchema = z.strictObject({
  level: z.string(),
  /** Shares of the rows. */
  reference: z.number(),
  current: z.number(),
  /** It alone moved by more than is normal for it. */
  moved: z.boolean(),
})
export type LevelDrift = z.output<typeof levelSchema>

const testResultSchema = z.strictObject({ value: z.number(), p: z.number().nullable() })

const decisionSchema = z.strictObject({
  test: z.enum(DRIFT_TESTS),
  value: z.number(),
  /** The value from which it counts as moved: the test's own, or what is normal where that is more. */
  threshold: z.number(),
  /** The largest value between parts of the training data itself, and by chance among so many rows. */
  normal: z.number(),
  significance: z.enum(DRIFT_TESTS),
  /** How likely so large a difference is by chance. */
  p: z.number(),
})
export type DriftDecision = z.output<typeof decisionSchema>

const distributionSchema = z.strictObject({
  name: z.string(),
  kind: z.enum(['category', 'number']),
  /** The model reads it. */
  used: z.boolean(),
  /** Why it is not judged; null where it is. */
  unjudged: z.enum(['few_rows', 'short_window']).nullable(),
  moved: z.boolean(),
  /** Null where nothing can be compared. */
  decision: decisionSchema.nullable(),
  tests: z.partialRecord(z.enum(DRIFT_TESTS), testResultSchema),
  /** Shares of rows without a value. */
  missing: z.strictObject({ reference: z.number(), current: z.number(), moved: z.boolean() }),
  /** The levels that moved most, first; empty for numbers. */
  levels: z.array(levelSchema),
  /** Levels that the training data did not hold, most rows first. */
  newLevels: z.array(z.strictObject({ level: z.string(), rows: z.int() })),
  newRows: z.int(),
  /** For a chart: shares of what is known, by level or by range of values. */
  histogram: z.strictObject({
    labels: z.array(z.string()),
    reference: z.array(z.number()),
    current: z.array(z.number()),
  }),
})
export type DistributionDrift = z.output<typeof distributionSchema>

const intervalSchema = z.strictObject({ value: z.number(), low: z.number(), high: z.number() })
export type ScoredInterval = z.output<typeof intervalSchema>

export const PERFORMANCE_METRICS = ['mcc', 'average_precision', 'brier', 'calibration_error'] as const
export type PerformanceMetric = (typeof PERFORMANCE_METRICS)[number]

export const performanceSchema = z.strictObject({
  rows: z.int(),
  arrests: z.int(),
  mcc: intervalSchema,
  average_precision: intervalSchema,
  brier: intervalSchema,
  calibration_error: intervalSchema,
})
/** Scores on labelled rows with 95 % intervals. */
export type Performance = z.output<typeof performanceSchema>

export const monthPerformanceSchema = performanceSchema.extend({
  month: z.string(),
  /** Arrests are still being added to its newest incidents, so its scores are not judged. */
  maturing: z.boolean(),
})
export type MonthPerformance = z.output<typeof monthPerformanceSchema>

const findingSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('field_moved'),
    field: z.string(),
    used: z.boolean(),
    levels: z.array(levelSchema),
  }),
  z.strictObject({ kind: z.literal('level_moved'), field: z.string(), levels: z.array(levelSchema) }),
  z.strictObject({ kind: z.literal('new_levels'), field: z.string(), levels: z.array(z.string()), share: z.number() }),
  z.strictObject({
    kind: z.literal('missing_moved'),
    field: z.string(),
    reference: z.number(),
    current: z.number(),
  }),
  z.strictObject({ kind: z.literal('features_moved'), features: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('predictions_moved'), reference: z.number(), current: z.number() }),
  z.strictObject({
    kind: z.literal('performance_decayed'),
    metric: z.enum(PERFORMANCE_METRICS),
    reference: z.number(),
    current: z.number(),
  }),
])
/** Something that moved. */
export type DriftFinding = z.output<typeof findingSchema>

export const driftReportSchema = z.strictObject({
  version: z.literal(1),
  model: z.strictObject({
    name: z.string(),
    version: z.int(),
    learner: z.string(),
    generated: z.boolean(),
    runDate: z.string(),
  }),
  reference: z.strictObject({ rows: z.int(), from: z.string(), to: z.string() }),
  current: z.strictObject({
    source: z.enum(['run', 'file', 'predictions']),
    /** What the rows are, for people. */
    label: z.string(),
    rows: z.int(),
    from: z.string(),
    to: z.string(),
    /** Rows that lack what the model needs, so that it has no answer. */
    unscored: z.int(),
    /** Rows without a date, or outside of the days that were asked for. */
    left: z.int(),
  }),
  /** `matched`: each month is compared to the same one of the training data. */
  season: z.strictObject({ matched: z.boolean(), absentMonths: z.array(z.int()) }),
  verdict: z.enum(DRIFT_VERDICTS),
  /** The largest value in thresholds among what the model reads, and of its predictions: drift from 1. */
  score: z.number(),
  findings: z.array(findingSchema),
  /** Of incidents, as they were reported. Empty where only features were logged. */
  inputs: z.array(distributionSchema),
  /** As the model reads them. */
  features: z.array(distributionSchema),
  /** The model's probabilities. */
  predictions: distributionSchema.nullable(),
  meanProbability: z.strictObject({ reference: z.number(), current: z.number() }).nullable(),
  /** Null where no row has a label. */
  performance: z
    .strictObject({
      decayed: z.boolean(),
      /** On rows that the model was not trained on, the same months as `current`. */
      reference: performanceSchema.nullable(),
      referenceMonths: z.array(monthPerformanceSchema),
      /** Of the months whose labels are complete; null without any. */
      current: performanceSchema.nullable(),
      months: z.array(monthPerformanceSchema),
    })
    .nullable(),
})
export type DriftReport = z.output<typeof driftReportSchema>
