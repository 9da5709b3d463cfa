import { randomUUID } from 'node:crypto'
import { rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { throwIfCancelled } from '../../../shared/errors.ts'
import { createTable, readTable } from '../../columns.ts'
import { type Duck, identifier, literal } from '../../duck.ts'
import type { Job } from '../../progress.ts'
import { columnName } from '../../sources/csv.ts'
import { type InspectedFile, inspectFile } from '../../sources/file/inspect.ts'
import { reading, skippedLines } from '../../sources/file/months.ts'
import { type FileRows, rowsOf } from '../../sources/file/relation.ts'
import { watched } from '../../sources/file/watch.ts'
import { diskProblem } from '../../sources/fileProblems.ts'
import { errorCode, fileError } from '../../storage/fileErrors.ts'
import { copyDurably, renameInto, temporaryPath } from '../../storage/files.ts'
import type { ServedModel } from '../../training/servedModel.ts'
import type { WorkerPool } from '../../workers/pool.ts'
import { type FileInputs, inputsOf } from './fileInputs.ts'

export interface ScoreFileRequest {
  /** Incidents as the portal exports them, or the model's features by name; CSV, Parquet or JSON. */
  file: string
  /** File to write: CSV, or Parquet. */
  output: string
  format: 'csv' | 'csv.gz' | 'parquet'
  model: ServedModel
  /** Adds a column `effect_<field>` for each field: by how much it moves the probability. */
  explain?: boolean
}

export interface ScoringContext {
  duck: Duck
  pool: WorkerPool
  /** Folder for what is not finished, on the disk of the workspace. */
  workFolder: string
}

export interface ScoredFile {
  /** Rows that were read; all but the broken lines of a CSV are in the output. */
  rows: number
  /** Rows that have a probability. */
  scored: number
  /** Rows that are predicted to end in an arrest. */
  arrests: number
  /** Mean probability of the scored rows; undefined without any. */
  meanProbability: number | undefined
  /** Rows without a probability, by reason (`describeRejection` words it); most rows first. */
  unscored: { reason: string; rows: number }[]
}

/** Rows whose values are in memory at a time. */
const CHUNK_ROWS = 200_000

/**
 * Scores a file and writes its columns with `probability` and `prediction` after them, in the file's order. Rows that lack
 * what the model needs keep both cells empty. The output is whole or absent.
 *
 * @throws UserError `sources.file.*`, `serving.file_columns`, `sources.diskFull`; CancelledError
 */
export async function scoreFile(
  { file, output, format, model, explain = false }: ScoreFileRequest,
  { duck, pool, workFolder }: ScoringContext,
  job: Job,
): Promise<ScoredFile> {
  const inspected = await inspectFile(file)
  const tag = randomUUID().replaceAll('-', '')
  const { columns, inputs, broken } = await load(inspected, model, { duck, workFolder, tag }, job)
  const { probability, effects, unscored } = await score(inputs, model, explain, { duck, pool }, job)
  const added = Object.keys(effects)
  const { threshold } = model.info
  const unfinished = join(workFolder, `${tag}.${format}`)
  try {
    await duck.cancellable(job.signal, async () => {
      await createTable(duck, 'scores', { probability, ...effects })
      await duck.run(`
        COPY (
          SELECT
            ${columns.map(({ name, column }) => `input.${column} AS ${identifier(name)}`).join(',\n            ')},
            CASE WHEN NOT isnan(probability) THEN probability END AS probability,
            CASE WHEN NOT isnan(probability) THEN probability >= ${threshold} END AS prediction${added
              .map((name) => `,\n            CASE WHEN NOT isnan(probability) THEN ${name} END AS ${name}`)
              .join('')}
          FROM input
          POSITIONAL JOIN scores
        ) TO ${literal(unfinished)} (${formatOf(format)})`)
    })
    await moveOver(unfinished, output, job.signal)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw fileError(diskProblem(error, workFolder), output)
  }
  return summarize(
    probability,
    threshold,
    broken > 0 ? [...unscored, { reason: 'malformed_row', rows: broken }] : unscored,
  )
}

/** Moves a file to its place in one step, also from another disk. */
async function moveOver(from: string, to: string, signal: AbortSignal): Promise<void> {
  throwIfCancelled(signal)
  try {
    return await renameInto(from, to)
  } catch (error) {
    if (errorCode(error) !== 'EXDEV') throw error
  }
  const copy = temporaryPath(dirname(to))
  try {
    await copyDurably(from, copy, signal)
    await rename(copy, to)
  } catch (error) {
    await rm(copy, { force: true })
    throw error
  }
  await rm(from)
}

function formatOf(format: ScoreFileRequest['format']): string {
  switch (format) {
    case 'csv':
      return 'FORMAT csv, HEADER'
    case 'csv.gz':
      return 'FORMAT csv, HEADER, COMPRESSION gzip'
    case 'parquet':
      return 'FORMAT parquet'
  }
}

/** A column of the file: its name in the output, its value in the file, and its name in the table `input`. */
interface NamedColumn {
  name: string
  sql: string
  column: string
}

interface Loaded {
  columns: NamedColumn[]
  inputs: FileInputs
  /** Lines of a CSV that are no rows. */
  broken: number
}

/** Reads the file once, into the temporary table `input`: its columns, the values that the model needs, and what is wrong. */
function load(
  file: InspectedFile,
  model: ServedModel,
  { duck, workFolder, tag }: { duck: Duck; workFolder: string; tag: string },
  job: Job,
): Promise<Loaded> {
  return reading(file, workFolder, () =>
    watched(duck, job, file.bytes, async () => {
      const rows = await rowsOf(file, duck, tag)
      const inputs = inputsOf(file.path, rows.columns, model)
      const kept = keptColumns(rows)
      const problems = inputs.problems.map(({ condition }, k) => `WHEN ${condition} THEN ${k}`)
      await duck.run(`
        CREATE OR REPLACE TEMP TABLE input AS
        SELECT * EXCLUDE (${inputs.inputs.map(({ name }) => `raw_${name}`).join(', ')}),
          CASE ${problems.join(' ')} ELSE -1 END AS problem
        FROM (
          SELECT ${[
            ...kept.map(({ sql, column }) => `${sql} AS ${column}`),
            ...inputs.inputs.map(({ name, raw }) => `${raw} AS raw_${name}`),
            ...inputs.inputs.map(({ name, value }) => `${value} AS value_${name}`),
          ].join(',\n            ')}
          FROM ${rows.reader}
        )`)
      const broken = rows.rejectsTable === undefined ? 0 : await skippedLines(duck, rows.rejectsTable, file)
      return { columns: await withValues(kept, file, duck), inputs, broken }
    }),
  )
}

/** The columns of `input` to write. A JSON file's keys may be those of nested values, which are no columns: no row has them. */
async function withValues(columns: NamedColumn[], file: InspectedFile, duck: Duck): Promise<NamedColumn[]> {
  if (file.format !== 'json') return columns
  const counts = columns.map(({ column }) => `count(${column}) AS ${column}`)
  const [found] = await duck.rows(`SELECT ${counts.join(', ')} FROM input`)
  return columns.filter(({ column }) => Number(found?.[column]) > 0)
}

/** The file's columns under names that differ, without those that scoring adds: a scored file can be scored again. */
function keptColumns({ columns }: FileRows): NamedColumn[] {
  const taken = new Set(['probability', 'prediction'])
  return columns
    .filter(({ name }) => !taken.has(columnName(name)) && !columnName(name).startsWith('effect_'))
    .map((column, k) => {
      let name = column.name || `column_${k + 1}`
      while (taken.has(name.toLowerCase())) name += '_2'
      taken.add(name.toLowerCase())
      return { name, sql: column.sql, column: `c${k}` }
    })
}

/** Probabilities of the rows of `input`, in their order; NaN where a row has none. */
async function score(
  { inputs, problems, features }: FileInputs,
  model: ServedModel,
  explain: boolean,
  { duck, pool }: { duck: Duck; pool: WorkerPool },
  { signal, progress }: Job,
): Promise<{
  probability: Float64Array
  effects: Record<string, Float64Array>
  unscored: ScoredFile['unscored']
}> {
  const total = await duck.number('SELECT count(*) FROM input')
  const probability = new Float64Array(total)
  const effects: Record<string, Float64Array> = {}
  const counts = problems.map(() => 0)
  const of = (kind: 'number' | 'text') =>
    inputs.flatMap((input) => (input.kind === kind ? [`value_${input.name}`] : []))
  for (let first = 0; first < total; first += CHUNK_ROWS) {
    progress({ done: first, total, unit: 'rows' })
    const chunk = `(FROM input WHERE rowid BETWEEN ${first} AND ${first + CHUNK_ROWS - 1})`
    const table = await duck.cancellable(signal, () => readTable(duck, chunk, ['problem', ...of('number')], of('text')))
    const problem = table.columns.problem!
    const columns = await features(table, (row) => problem[row] === -1, signal)
    const scores = await model.scoreColumns(pool, columns, table.rows, signal)
    const explained = explain ? await model.explainColumns(pool, columns, table.rows, signal) : []
    for (const { field, effects: values } of explained) {
      const name = identifierOf(field)
      effects[name] ??= new Float64Array(total)
      effects[name].set(values, first)
    }
    for (let row = 0; row < table.rows; row++) {
      if (problem[row] === -1) probability[first + row] = scores[row]!
      else {
        probability[first + row] = Number.NaN
        counts[problem[row]!]!++
      }
    }
  }
  progress({ done: total, total, unit: 'rows' })
  const unscored = problems.flatMap(({ reason }, k) => (counts[k]! > 0 ? [{ reason, rows: counts[k]! }] : []))
  return { probability, effects, unscored }
}

/** The column of a field's effects. */
function identifierOf(field: string): string {
  return `effect_${field.replaceAll(/\W/g, '_')}`
}

function summarize(probability: Float64Array, threshold: number, unscored: ScoredFile['unscored']): ScoredFile {
  let scored = 0
  let arrests = 0
  let sum = 0
  for (const value of probability) {
    if (Number.isNaN(value)) continue
    scored++
    sum += value
    if (value >= threshold) arrests++
  }
  const broken = unscored.find(({ reason }) => reason === 'malformed_row')?.rows ?? 0
  return {
    rows: probability.length + broken,
    scored,
    arrests,
    meanProbability: scored === 0 ? undefined : sum / scored,
    unscored: unscored.toSorted((a, b) => b.rows - a.rows),
  }
}
