import { z } from 'zod'
import { portalAddressSchema } from '../portal.ts'

/** Where a run takes incidents from. */
export const sourceRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('demo') }),
  /** The city's portal, or another one with the same datasets. */
  z.strictObject({ kind: z.literal('socrata'), portal: portalAddressSchema.optional() }),
  z.strictObject({ kind: z.literal('file'), path: z.string().min(1).max(4096) }),
])
export type SourceRequest = z.output<typeof sourceRequestSchema>

/** What a run is asked for: kept with it, so that it can be asked for again, from another door or after a restart. */
export const runRequestSchema = z.strictObject({
  source: sourceRequestSchema,
  /** Police stations as CSV, in place of those that ship. */
  stationsFile: z.string().min(1).max(4096).optional(),
  /** Run date; the source's default where absent. */
  date: z.iso.date().optional(),
  /** A whole recipe, as `pipeline.recipe` gives it and a form has changed it; `classic` where absent. */
  recipe: z.record(z.string(), z.json()).optional(),
  /** Publish every table as CSV too. */
  csv: z.boolean().default(false),
  allowSchemaChange: z.boolean().default(false),
})
export type RunRequest = z.output<typeof runRequestSchema>

/** The artifact of a run that holds its request. */
export const REQUEST_FILE = 'request.json'
