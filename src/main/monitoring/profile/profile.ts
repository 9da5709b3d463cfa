import { z } from 'zod'

const counts = z.array(z.int().min(0))

const categorySchema = z.strictObject({
  name: z.string(),
  kind: z.literal('category'),
  levels: z.array(z.string()),
  /** By month and level. */
  counts: z.array(counts),
  /** Rows without a value, by month. */
  missing: counts,
})

const numberSchema = z.strictObject({
  name: z.string(),
  kind: z.literal('number'),
  /** Ascending upper ends of the cells, inclusive; what lies above the last one has a cell of its own. */
  edges: z.array(z.number()),
  /** By month and cell; one cell more than `edges`. */
  counts: z.array(counts),
  /** Sum of the values of each cell, over all months. */
  sums: z.array(z.number()),
  missing: counts,
})

/** How often each level or range of values was seen in each month. */
export const profiledSchema = z.discriminatedUnion('kind', [categorySchema, numberSchema])
export type Profiled = z.output<typeof profiledSchema>
export type ProfiledNumber = z.output<typeof numberSchema>

/** Distributions of rows by month: what is left of them when the rows are gone. */
export const profileSchema = z.strictObject({
  /** `YYYY-MM`, ascending: those that have rows. */
  months: z.array(z.string()),
  /** By month. */
  rows: counts,
  columns: z.array(profiledSchema),
})
export type Profile = z.output<typeof profileSchema>

export function profiledNamed(profile: Profile, name: string): Profiled | undefined {
  return profile.columns.find((column) => column.name === name)
}
