import { z } from 'zod'

/** What incidents are grouped by in a card. */
export const GROUPINGS = ['district', 'community_area', 'primary_type', 'domestic'] as const
export type Grouping = (typeof GROUPINGS)[number]

/** What is measured in each group, and by how much it must differ before that is called a gap. */
export const GAP_SIZES = { calibration: 0.03, recall: 0.1, false_positive_rate: 0.05, auc: 0.05 } as const
export type GroupMeasure = keyof typeof GAP_SIZES
/** Groups with fewer test rows are shown and not judged. */
export const JUDGED_ROWS = 30

const share = z.number().min(0).max(1)
const estimate = z.strictObject({ value: z.number(), low: z.number(), high: z.number() })
export type Estimate = z.output<typeof estimate>

const groupSchema = z.strictObject({
  /** Of the grouping: `011`, `THEFT`, `true`. */
  value: z.string(),
  rows: z.int().min(1),
  arrests: z.int().min(0),
  mean_probability: share,
  brier: z.number(),
  /** Mean probability less the share of arrests. */
  calibration: estimate,
  /** Of the arrests, those predicted; null without an arrest. */
  recall: estimate.nullable(),
  /** Of the others, those predicted all the same; null without any. */
  false_positive_rate: estimate.nullable(),
  /** Null with fewer than ten rows of either class. */
  auc: estimate.nullable(),
  /** Measures whose interval leaves out the value of all test rows, and that differ from it by the size of a gap. */
  gaps: z.array(z.enum(['calibration', 'recall', 'false_positive_rate', 'auc'])),
})
export type CardGroup = z.output<typeof groupSchema>

const groupingSchema = z.strictObject({
  by: z.enum(GROUPINGS),
  /** Largest first. Their intervals hold for all of them together with 95 % (Bonferroni). */
  groups: z.array(groupSchema),
})
export type CardGrouping = z.output<typeof groupingSchema>

const weekSchema = z.strictObject({
  /** Its first day, YYYY-MM-DD. */
  from: z.iso.date(),
  incidents: z.int(),
  arrest_rate: share,
  /** Days from its middle to the newest change of any record; null where no change is dated. */
  age_days: z.number().nullable(),
  /** Estimated share of its arrests that were not known yet; null where that cannot be told. */
  missing: share.nullable(),
})

const maturitySchema = z.strictObject({
  /** `estimated`, or why it cannot be. */
  status: z.enum(['estimated', 'refreshed', 'too_few', 'no_dates']),
  /** The newest `updated_on` of the window's records, YYYY-MM-DD. */
  as_of: z.iso.date().nullable(),
  /** Share of the records that were last changed on days when the portal rewrote a great part of them. */
  refreshed: share.nullable(),
  /** Incidents, 26 weeks old or more, that the estimate is made of. */
  mature: z.int(),
  /** Newest first. */
  weeks: z.array(weekSchema),
})
export type Maturity = z.output<typeof maturitySchema>

/** What a version's card says, as it is stored with the version's run. All but the texts; those follow the language. */
export const modelCardSchema = z.strictObject({
  format: z.literal(1),
  model: z.string(),
  learner: z.string(),
  run_id: z.string(),
  trained_at: z.iso.datetime(),
  app_version: z.string(),
  generated: z.boolean(),
  data: z.strictObject({
    label: z.string(),
    run_date: z.iso.date(),
    /** First and last incident, `YYYY-MM-DDTHH:MM:SS` in Chicago. */
    from: z.iso.datetime({ local: true }),
    to: z.iso.datetime({ local: true }),
    /** Real training rows, the rows that the model was fitted on after balancing, and test rows. */
    train_rows: z.int(),
    fitted_rows: z.int(),
    test_rows: z.int(),
    dropped: z.array(z.strictObject({ stage: z.string(), reason: z.string(), rows: z.int() })),
  }),
  recipe: z.json(),
  features: z.array(z.string()),
  params: z.record(z.string(), z.json()),
  threshold: share,
  metrics: z.strictObject({
    /** Bootstrap resamples of the test rows behind the intervals. */
    resamples: z.int(),
    /** By name, on the test rows, 95 %. */
    intervals: z.record(z.string(), estimate),
    /** All others, without interval; null where undefined. */
    values: z.record(z.string(), z.number().nullable()),
  }),
  /** Bins of equal count by rising probability; intervals of the share of arrests are Wilson's, 95 %. */
  calibration: z.array(z.strictObject({ predicted: share, observed: share, low: share, high: share, rows: z.int() })),
  /** Of all test rows: what the groups are held against. */
  overall: z.strictObject({
    arrest_rate: share,
    mean_probability: share,
    recall: z.number().nullable(),
    false_positive_rate: z.number().nullable(),
    auc: z.number().nullable(),
  }),
  groupings: z.array(groupingSchema),
  label_maturity: maturitySchema,
})
export type ModelCard = z.output<typeof modelCardSchema>

/** Where a run keeps the card of its model. */
export const CARD_FILE = 'model_card.json'
