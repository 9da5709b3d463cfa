import { UserError } from '../../../shared/errors.ts'
import { INCIDENT_COLUMNS } from '../../../shared/pipeline/incident.ts'
import type { Recipe } from '../../../shared/pipeline/recipe.ts'
import { type Duck, identifier, literal } from '../../duck.ts'
import type { Stage } from '../stage/stage.ts'
import { AS_PARQUET, parquet } from './files.ts'

/** What later stages, charts and maps read of an incident. */
const KEPT = [
  ...['id', 'date', 'block', 'iucr', 'primary_type', 'description', 'location_description', 'arrest', 'domestic'],
  ...[
    'beat',
    'district',
    'ward',
    'community_area',
    'fbi_code',
    'x_coordinate',
    'y_coordinate',
    'latitude',
    'longitude',
  ],
]

/**
 * Cuts the window [date − days, date) from the raw months: one row an id, the newest `updated_on` of all months wins (a
 * corrected arrest replaces the old one), in the order of the ids.
 */
export const merge: Stage<Recipe['merge']> = {
  name: 'merge',
  version: 3,
  async run({ duck, signal, params, date, input, file, report }) {
    return duck.cancellable(signal, async () => {
      const months = parquet(...(await Promise.all(input.names.map(input.file))))
      const from = daysBefore(date, params.days)
      const found = await survey(duck, months)
      if (found.complete === 0) throw new UserError('pipeline.no_incidents')

      const hasRepeats = found.ids !== found.complete
      const selectFrom = (table: string) => `
        SELECT ${KEPT.join(', ')}
        FROM ${hasRepeats ? newestOfEachId(table) : table}
        WHERE id IS NOT NULL
          AND arrest IS NOT NULL
          AND date >= TIMESTAMP ${literal(from)}
          AND date < TIMESTAMP ${literal(date)}
        ORDER BY id`
      // As a query over the run's tables: where they lay while the stage ran tells nobody anything.
      report.sql(dedented(selectFrom('download')))
      const merged = await duck.number(`COPY (${selectFrom(months)}) TO ${literal(file('crimes'))} ${AS_PARQUET}`)
      if (merged === 0)
        throw new UserError('pipeline.empty_window', { from, date, first: found.first, last: found.last })

      const repeated = found.complete - found.ids
      report.metric('raw_rows', found.rows)
      report.metric('rows', merged)
      report.dropped('incomplete', found.rows - found.complete)
      report.dropped('repeated_id', repeated)
      report.dropped('outside_window', found.ids - merged)
      return { rows: { crimes: merged } }
    })
  },
}

interface Survey {
  rows: number
  /** Rows with an id, a date and a label. */
  complete: number
  /** Distinct ids of the complete rows. */
  ids: number
  /** Days of the first and the last complete row. */
  first: string
  last: string
}

async function survey(duck: Duck, months: string): Promise<Survey> {
  const [found] = await duck.rows<Record<keyof Survey, bigint | string>>(`
    SELECT
      count(*) AS rows,
      count(*) FILTER (complete) AS complete,
      count(DISTINCT id) FILTER (complete) AS ids,
      strftime(min(date) FILTER (complete), '%Y-%m-%d') AS first,
      strftime(max(date) FILTER (complete), '%Y-%m-%d') AS last
    FROM (
      SELECT id, date, id IS NOT NULL AND date IS NOT NULL AND arrest IS NOT NULL AS complete
      FROM ${months}
    )`)
  return {
    rows: Number(found!.rows),
    complete: Number(found!.complete),
    ids: Number(found!.ids),
    first: String(found!.first),
    last: String(found!.last),
  }
}

/**
 * One row an id. Where `updated_on` is equal too, the other columns decide, so that the order of the months and of
 * DuckDB's threads does not. Sorting all rows within their id takes longer than all else: only where ids repeat.
 */
function newestOfEachId(months: string): string {
  const others = Object.keys(INCIDENT_COLUMNS).filter((name) => name !== 'id' && name !== 'updated_on')
  const order = ['updated_on', ...others].map((name) => `${identifier(name)} DESC NULLS LAST`)
  return `(
          SELECT *
          FROM ${months}
          WHERE id IS NOT NULL AND date IS NOT NULL AND arrest IS NOT NULL
          QUALIFY row_number() OVER (
            PARTITION BY id
            ORDER BY
              ${order.join(',\n              ')}
          ) = 1
        )`
}

/** A statement without the indentation of the code around it. */
function dedented(statement: string): string {
  const lines = statement.split('\n').filter((line) => line.trim() !== '')
  const indent = Math.min(...lines.map((line) => line.length - line.trimStart().length))
  return lines.map((line) => line.slice(indent)).join('\n')
}

function daysBefore(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10)
}
