import { z } from 'zod'
import { type Density, type RunTable, tableRequestSchema } from '../../shared/pipeline/tables.ts'
import { downloadedSchema } from '../pipeline/stages/download.ts'
import { density } from '../tables/density.ts'
import { type QueryTable, runQuery } from '../tables/query.ts'
import { findTable, localFiles, runWithTables, storedTables, trackedSteps } from '../tables/runTables.ts'
import { tablePage } from '../tables/tablePage.ts'
import { procedure, router } from './trpc.ts'

const runSchema = z.strictObject({ runId: z.string().max(64).optional() })
const never = new AbortController().signal

export const data = router({
  /** The tables of a run that can be looked into. */
  tables: procedure.input(runSchema).query(async ({ ctx, input, signal = never }): Promise<RunTable[]> => {
    const run = await runWithTables(input.runId, ctx.workbench, signal)
    const tables = await storedTables(run, ctx.workbench, signal)
    return tables.map(({ keys: _, ...table }) => table)
  }),
  /** Some rows of a table, sorted and filtered. */
  page: procedure.input(tableRequestSchema).query(async ({ ctx, input, signal = never }) => {
    const table = await findTable(input, ctx.workbench, signal)
    const files = await localFiles(table, ctx.workbench, signal)
    return ctx.reader.ask(signal, (connection) => tablePage(connection, files, input))
  }),
  /** Incidents by place, from the enriched table of a run, and the police stations. */
  density: procedure
    .input(runSchema.extend({ cellFeet: z.number().min(250).max(50_000).default(1000) }))
    .query(async ({ ctx, input, signal = never }): Promise<Density> => {
      const { workbench } = ctx
      const run = await runWithTables(input.runId, workbench, signal, 'enrich')
      const table = await findTable({ step: 'enrich', runId: run.id }, workbench, signal)
      const files = await localFiles(table, workbench, signal)
      const download = (await trackedSteps(run, workbench, signal)).get('download')?.record
      const stations = downloadedSchema.safeParse(download?.fitted).data?.stations ?? []
      const cells = await ctx.reader.ask(signal, (connection) => density(connection, files, input.cellFeet))
      return { cellFeet: input.cellFeet, cells, stations }
    }),
  /** Runs one SELECT over the tables of a run, each a view by the name that `tables` tells. Abort cancels it. */
  query: procedure
    .input(runSchema.extend({ sql: z.string().min(1).max(100_000) }))
    .mutation(async ({ ctx, input, signal = never }) => {
      const { workbench } = ctx
      const run = await runWithTables(input.runId, workbench, signal)
      const stored = await storedTables(run, workbench, signal)
      const tables: QueryTable[] = await Promise.all(
        stored.map(async (table) => ({ view: table.view, files: await localFiles(table, workbench, signal) })),
      )
      return runQuery(input.sql, tables, signal)
    }),
})
