import { z } from 'zod'

/** A value of a table as the window shows it: timestamps are local text, integers beyond 2^53 are text. */
export type Cell = string | number | boolean | null

export interface TableColumn {
  name: string
  /** DuckDB's name of the type: `VARCHAR`, `DOUBLE`, `TIMESTAMP`. */
  type: string
}

/** Some rows of a table or a query, row by row. */
export interface TablePage {
  columns: TableColumn[]
  rows: Cell[][]
  /** Rows of the table; of those that pass the filters. */
  total: number
  passing: number
}

/** A table of a run. */
export interface RunTable {
  step: string
  /** Output of its step: `train`, `crimes`, `2017-03`. */
  table: string
  /** Its name in queries: `split_train`, `enrich`. */
  view: string
  rows: number | null
}

export const FILTER_OPERATORS = ['=', '!=', '<', '<=', '>', '>=', 'contains', 'is null', 'is not null'] as const

export const tableRequestSchema = z.strictObject({
  /** Step whose output it is. */
  step: z.string().max(40),
  /** Output of the step; the first one where absent. */
  table: z.string().max(100).optional(),
  /** Run; the pipeline's current or last one where absent. */
  runId: z.string().max(64).optional(),
  filters: z
    .array(
      z.strictObject({
        column: z.string().max(200),
        operator: z.enum(FILTER_OPERATORS),
        /** Text as it was typed; it is compared as the column's type. */
        value: z.string().max(1000).default(''),
      }),
    )
    .max(50)
    .default([]),
  sort: z
    .array(z.strictObject({ column: z.string().max(200), descending: z.boolean().default(false) }))
    .max(10)
    .default([]),
  offset: z.int().min(0).default(0),
  limit: z.int().min(0).max(1000).default(100),
})
export type TableRequest = z.output<typeof tableRequestSchema>

/** What a query of the user's gave. */
export interface QueryResult {
  columns: TableColumn[]
  rows: Cell[][]
  /** There are more rows than the limit. */
  more: boolean
  elapsedMs: number
}

/** Incidents by square of a grid, in feet of the Illinois State Plane East. */
export interface Density {
  cellFeet: number
  /** Centre of each square that has incidents. */
  cells: { x: number; y: number; incidents: number; arrests: number }[]
  stations: { district: string; name: string; x: number; y: number }[]
}
