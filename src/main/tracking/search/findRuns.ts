import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely'
import type { Run } from '../runs.ts'
import type { RunKind, RunStatus, Schema } from '../schema.ts'
import type { Tracking } from '../tracking.ts'
import { type Comparator, parseSearch, type Search, type SearchKey } from './parse.ts'

export interface RunSearch {
  /** See `parseSearch`; empty finds all. */
  search: string
  kind?: RunKind | undefined
  status?: RunStatus | undefined
  /** `null`: runs without a parent. */
  parentId?: string | null | undefined
  deleted: boolean
  /** A key of the search's language; newest first where absent. */
  sort?: { by: string; descending: boolean } | undefined
  offset: number
  limit: number
}

/** The runs that a search finds. Every value is bound. @throws UserError `search.unexpected` */
export async function findRuns(
  { database, runs }: Tracking,
  { search, kind, status, parentId, deleted, sort, offset, limit }: RunSearch,
): Promise<{ total: number; runs: Run[] }> {
  const condition = parseSearch(search)
  const sortKey = sort === undefined ? undefined : keyToSort(sort.by)
  let query = database.sql
    .selectFrom('runs')
    .innerJoin('experiments', 'experiments.id', 'runs.experiment_id')
    .where('runs.deleted_at', deleted ? 'is not' : 'is', null)
  if (kind !== undefined) query = query.where('runs.kind', '=', kind)
  if (status !== undefined) query = query.where('runs.status', '=', status)
  if (parentId === null) query = query.where('runs.parent_id', 'is', null)
  else if (parentId !== undefined) query = query.where('runs.parent_id', '=', parentId)
  if (condition !== undefined) query = query.where(conditionOf(condition))

  const { total } = await query.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  let page = query.select('runs.id').limit(limit).offset(offset)
  if (sortKey !== undefined) {
    page = page.orderBy(heldBy(sortKey), (order) => (sort?.descending ? order.desc() : order.asc()).nullsLast())
  }
  const ids = (await page.orderBy('runs.id', 'desc').execute()).map(({ id }) => id)
  const found: Run[] = []
  for (let at = 0; at < ids.length; at += RUNS_AT_ONCE) {
    found.push(...(await runs.ofIds(ids.slice(at, at + RUNS_AT_ONCE))))
    // The database answers in this thread; others get their turn in between.
    await new Promise(setImmediate)
  }
  return { total: Number(total), runs: found }
}

const RUNS_AT_ONCE = 200
/** Runs whose names are looked through: all runs of a kind have the same ones. */
const NAMED_RUNS = 2000

/** The names of the metrics, parameters and tags of the newest runs that are not deleted, in alphabetical order. */
export async function runKeys({
  database,
}: Tracking): Promise<{ metrics: string[]; params: string[]; tags: string[] }> {
  const newest = database.sql
    .selectFrom('runs')
    .select('id')
    .where('deleted_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(NAMED_RUNS)
  const names = async (table: 'metrics' | 'params' | 'tags') => {
    const named = database.sql.selectFrom(table).select('name').distinct().where('run_id', 'in', newest)
    const rows = await named.orderBy('name').execute()
    await new Promise(setImmediate)
    return rows.map(({ name }) => name)
  }
  return { metrics: await names('metrics'), params: await names('params'), tags: await names('tags') }
}

function keyToSort(by: string): SearchKey {
  const parsed = parseSearch(`${by} is not null`)
  // Anything but a single key has been refused, or is not of this type.
  return parsed?.type === 'null' ? parsed.key : { of: 'run', name: 'start_time' }
}

type Condition = Expression<SqlBool>

function conditionOf(search: Search): Condition {
  const eb = expressionBuilder<Schema, 'runs' | 'experiments'>()
  switch (search.type) {
    case 'and':
      return eb.and(search.terms.map(conditionOf))
    case 'or':
      return eb.or(search.terms.map(conditionOf))
    case 'not':
      // What is not there fulfils no comparison, so it fulfils the negation.
      return sql<SqlBool>`NOT coalesce(${conditionOf(search.term)}, 0)`
    case 'null':
      return search.isNull
        ? sql<SqlBool>`${heldBy(search.key)} IS NULL`
        : sql<SqlBool>`${heldBy(search.key)} IS NOT NULL`
    case 'in':
      return eb.or(search.values.map((value) => compared(search.key, '=', value)))
    case 'compare':
      return compared(search.key, search.comparator, search.value)
  }
}

function compared(key: SearchKey, comparator: Comparator, given: string | number): Condition {
  const value = boundValue(key, given)
  switch (comparator) {
    case 'like':
      return sql<SqlBool>`${heldBy(key)} LIKE ${String(given)}`
    case 'contains':
      return sql<SqlBool>`instr(lower(${heldBy(key)}), lower(${String(given)})) > 0`
    default: {
      const operator = sql.raw(comparator)
      const left = typeof value === 'number' ? numberOf(key) : heldBy(key)
      return sql<SqlBool>`${left} ${operator} ${value}`
    }
  }
}

/** A time that is written as text, in milliseconds since 1970; a metric's number that is written as text. */
function boundValue(key: SearchKey, value: string | number): string | number {
  if (typeof value === 'number') return value
  const isTime = key.of === 'run' && (key.name === 'start_time' || key.name === 'end_time')
  const number = isTime ? Date.parse(value) : key.of === 'metrics' ? Number(value) : Number.NaN
  return Number.isNaN(number) ? value : number
}

/** The value of a key; NULL where the run has none. */
function heldBy(key: SearchKey): Expression<unknown> {
  switch (key.of) {
    case 'metrics':
      return sql`(
        SELECT value FROM metrics
        WHERE metrics.run_id = runs.id AND metrics.name = ${key.name}
        ORDER BY step DESC
        LIMIT 1
      )`
    case 'params':
      return sql`(SELECT value FROM params WHERE params.run_id = runs.id AND params.name = ${key.name})`
    case 'tags':
      return sql`(SELECT value FROM tags WHERE tags.run_id = runs.id AND tags.name = ${key.name})`
    case 'run':
      return attribute(key.name)
  }
}

function attribute(name: Extract<SearchKey, { of: 'run' }>['name']): Expression<unknown> {
  switch (name) {
    case 'run_id':
      return sql`runs.id`
    case 'experiment':
      return sql`experiments.name`
    case 'duration':
      return sql`((runs.end_time - runs.start_time) / 1000.0)`
    case 'note':
      return sql`(SELECT value FROM tags WHERE tags.run_id = runs.id AND tags.name = 'mlflow.note.content')`
    case 'name':
    case 'status':
    case 'kind':
    case 'start_time':
    case 'end_time':
      return sql.ref(`runs.${name}`)
  }
}

/** The value of a key as a number; NULL where it is none, as SQLite would take any text for 0. */
function numberOf(key: SearchKey): Expression<unknown> {
  const value = heldBy(key)
  if (key.of === 'metrics' || key.of === 'run') return value
  return sql`(
    SELECT CASE WHEN json_valid(held) AND json_type(held) IN ('integer', 'real') THEN CAST(held AS REAL) END
    FROM (SELECT ${value} AS held)
  )`
}
