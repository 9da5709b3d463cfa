import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { readColumns } from '../../../src/main/columns.ts'
import { type Duck, literal } from '../../../src/main/duck.ts'
import { classesOf } from '../../../src/main/pipeline/balancing/labelledRows.ts'
import { nearestNeighbours } from '../../../src/main/pipeline/balancing/nearestNeighbours.ts'
import { smote } from '../../../src/main/pipeline/balancing/smote.ts'
import { FEATURES } from '../../../src/main/pipeline/featurizer/features.ts'
import {
  buildFeaturizer,
  createFeaturizer,
  type RawIncident,
} from '../../../src/main/pipeline/featurizer/featurizer.ts'
import {
  encodeFittedSchema,
  enrichFittedSchema,
  outliersFittedSchema,
  scaleFittedSchema,
} from '../../../src/main/pipeline/featurizer/fitted.ts'
import { sharedLabels } from '../../../src/main/pipeline/stages/balance.ts'
import { mutualInformation } from '../../../src/main/pipeline/statistics/mutualInformation.ts'
import { createWorkerPool, type WorkerPool } from '../../../src/main/workers/pool.ts'
import type { EtlResult } from './etl.ts'

const numbers = z.record(z.string(), z.number())
const part = z.object({ rows: z.number(), arrests: z.number(), id_sum: z.number() })

/** What the reference script writes: the values of pandas, scikit-learn and imbalanced-learn for the recipe classic. */
export const referenceSchema = z.object({
  rows: z.object({ raw: z.number(), merged: z.number(), enriched: z.number() }),
  stations: z.number(),
  medians: z.object({ ward: z.number(), community_area: z.number() }),
  split: z.object({ train: part, test: part }),
  outliers: z.object({ lower: z.number(), upper: z.number(), train_rows: z.number(), test_rows_outside: z.number() }),
  frequency: z.record(z.string(), numbers),
  scaler: z.record(z.string(), z.object({ mean: z.number(), std: z.number() })),
  features: z.array(z.string()),
  sample: z.object({
    train: z.record(z.string(), z.array(z.number())),
    test: z.record(z.string(), z.array(z.number())),
  }),
  mutual_information_train: numbers,
  smote_neighbours: z.record(z.string(), z.array(z.number())),
  balance: z.object({
    train: z.array(z.number()),
    after_smote: z.array(z.number()),
    after_undersampling: z.array(z.number()),
  }),
  mutual_information_balanced: numbers,
  selected: z.array(z.string()),
})
export type Reference = z.infer<typeof referenceSchema>

export interface Compared {
  duck: Duck
  etl: EtlResult
  reference: Reference
  /** The raw incidents, as one Parquet file. */
  month: string
  /** Estimates of mutual information that are averaged: on few rows its noise moves a single one by 0.01. */
  estimates: number
}

/** Specifies that the stages' outputs are those of the reference; `run` makes both. */
export function expectParity(run: () => Promise<Compared>): void {
  const signal = new AbortController().signal
  let pool: WorkerPool
  let duck: Duck
  let etl: EtlResult
  let reference: Reference
  let month: string
  let estimates: number
  beforeAll(async () => {
    pool = createWorkerPool({ threads: 2 })
    const compared = await run()
    ;({ duck, etl, month, estimates } = compared)
    reference = referenceSchema.parse(compared.reference)
  })
  afterAll(() => pool.close())

  it('keeps the same rows', async () => {
    expect(etl.metrics.merge!.raw_rows).toBe(reference.rows.raw)
    expect(etl.rows.merge!.crimes).toBe(reference.rows.merged)
    expect(etl.rows.enrich!.crimes).toBe(reference.rows.enriched)
    expect(etl.metrics.enrich!.stations).toBe(reference.stations)
    for (const name of ['train', 'test'] as const) {
      const [found] = await duck.rows<Record<string, bigint>>(`
        SELECT count(*) AS rows, count(*) FILTER (arrest) AS arrests, CAST(sum(id) AS BIGINT) AS id_sum
        FROM ${literal(etl.file('split', name))}`)
      const counts = Object.fromEntries(Object.entries(found!).map(([key, value]) => [key, Number(value)]))
      expect(counts).toEqual(reference.split[name])
    }
    expect(etl.rows.outliers!.train).toBe(reference.outliers.train_rows)
    expect(etl.metrics.outliers!.test_outside).toBe(reference.outliers.test_rows_outside)
  })

  it('fits the same medians, bounds, frequencies and scaler', () => {
    expect(enrichFittedSchema.parse(etl.fitted.enrich).medians).toEqual(reference.medians)
    const bounds = outliersFittedSchema.parse(etl.fitted.outliers)
    expectNear(bounds.lower, reference.outliers.lower)
    expectNear(bounds.upper, reference.outliers.upper)

    const frequency: Record<string, Record<string, number>> = encodeFittedSchema.parse(etl.fitted.encode).frequency
    expect(Object.keys(frequency).sort()).toEqual(Object.keys(reference.frequency).sort())
    for (const [column, shares] of Object.entries(reference.frequency)) {
      expect(Object.keys(frequency[column]!).sort()).toEqual(Object.keys(shares).sort())
      for (const [level, share] of Object.entries(shares)) expectNear(frequency[column]![level], share)
    }

    const scaler: Record<string, { mean: number; std: number }> = scaleFittedSchema.parse(etl.fitted.scale).scaler
    expect(Object.keys(scaler).sort()).toEqual(Object.keys(reference.scaler).sort())
    for (const [column, { mean, std }] of Object.entries(reference.scaler)) {
      expectNear(scaler[column]!.mean, mean)
      expectNear(scaler[column]!.std, std)
    }
  })

  it('computes the same 21 features of the sample rows', async () => {
    expect([...FEATURES].sort()).toEqual([...reference.features].sort())
    for (const name of ['train', 'test'] as const) {
      const { columns, rows } = await readColumns(duck, literal(etl.file('scale', name)), ['id', ...FEATURES])
      const rowOf = new Map(Array.from({ length: rows }, (_, row) => [String(columns.id![row]), row]))
      for (const [id, values] of Object.entries(reference.sample[name])) {
        const row = rowOf.get(id)!
        for (const [k, feature] of reference.features.entries()) expectNear(columns[feature]![row], values[k])
      }
    }
  })

  it('measures the same mutual information, within 0.01, on training and on balanced rows', async () => {
    const { columns } = await readColumns(duck, literal(etl.file('scale', 'train')), ['arrest', ...FEATURES])
    const features = FEATURES.map((name) => columns[name]!)
    const labels = sharedLabels(columns.arrest!)
    const sums = new Float64Array(FEATURES.length)
    for (let seed = 0; seed < estimates; seed++) {
      const nats = await mutualInformation(features, labels, { neighbours: 3, seed }, { pool, signal })
      for (const [k, value] of nats.entries()) sums[k]! += value
    }
    for (const [k, name] of FEATURES.entries()) {
      expect(Math.abs(sums[k]! / estimates - reference.mutual_information_train[name]!), name).toBeLessThan(0.01)
    }
    for (const [name, value] of Object.entries(reference.mutual_information_balanced)) {
      // Both drew their own synthetic rows, so the two estimates are of two samples.
      const ours = etl.metrics.features![`mutual_information_${name}`]!
      expect(Math.abs(ours - value), name).toBeLessThan(0.03)
    }
  })

  it('has the same class counts, and every synthetic row between a row and one of its five neighbours', async () => {
    const { train, after_smote, after_undersampling } = reference.balance
    const counts = (step: string) => [etl.metrics.balance![`${step}_others`], etl.metrics.balance![`${step}_arrests`]]
    expect(counts('train')).toEqual(train)
    expect(counts('after_smote')).toEqual(after_smote)
    expect(counts('after_undersampling')).toEqual(after_undersampling)

    const { columns, rows } = await readColumns(duck, literal(etl.file('scale', 'train')), [
      'id',
      'arrest',
      ...FEATURES,
    ])
    const data = { rows, columns: FEATURES.map((name) => columns[name]!), labels: sharedLabels(columns.arrest!) }
    const { minority } = classesOf(data.labels)
    const queries = Uint32Array.from(minority, (_, place) => place)
    const { distances } = await nearestNeighbours(
      { columns: data.columns, members: minority, queries, k: 5 },
      { pool, signal },
    )
    const placeOf = new Map(Array.from(minority, (row, place) => [String(columns.id![row]), place]))
    for (const [id, expected] of Object.entries(reference.smote_neighbours)) {
      const place = placeOf.get(id)!
      for (const [k, distance] of expected.entries()) {
        expect(Math.abs(distances[place * 5 + k]! - distance)).toBeLessThan(1e-9)
      }
    }

    const { origins } = await smote(data, { neighbours: 5, ratio: 0.5, seed: 42 }, { pool, signal })
    const balanced = await readColumns(duck, literal(etl.file('balance', 'train')), ['id', 'arrest', ...FEATURES])
    const real = balanced.columns.id!.indexOf(-1)
    expect(balanced.rows - real).toBe(after_smote[1]! - train[1]!)
    let worstRow = 0
    let worstReach = 0
    for (let i = 0; i < balanced.rows - real; i++) {
      const [base, neighbour] = [origins.base[i]!, origins.neighbour[i]!]
      let squares = 0
      for (const name of FEATURES) {
        const column = columns[name]!
        const on = column[base]! + origins.share[i]! * (column[neighbour]! - column[base]!)
        worstRow = Math.max(worstRow, Math.abs(balanced.columns[name]![real + i]! - on))
        squares += (column[neighbour]! - column[base]!) ** 2
      }
      const fifth = distances[placeOf.get(String(columns.id![base]))! * 5 + 4]!
      worstReach = Math.max(worstReach, Math.sqrt(squares) - fifth)
    }
    expect(worstRow).toBeLessThan(1e-12)
    expect(worstReach).toBeLessThan(1e-9)
  })

  it('selects the same features, and writes them and arrest, nothing else', async () => {
    const featurizer = buildFeaturizer(etl.fitted)
    expect([...featurizer.features].sort()).toEqual([...reference.selected].sort())
    for (const name of ['train', 'test']) {
      const names = [...featurizer.features, 'arrest']
      const [header, ...lines] = readFileSync(etl.file('features', name, 'csv'), 'utf8')
        .trimEnd()
        .split('\n')
      expect(header).toBe(names.join(','))
      const { columns, rows } = await readColumns(duck, literal(etl.file('features', name)), names)
      expect(lines.length).toBe(rows)
      const asWritten = lines.every((line, row) =>
        line.split(',').every((text, k) => Object.is(Number(text), columns[names[k]!]![row])),
      )
      expect(asWritten).toBe(true)
      const [found] = await duck.rows<{ ids: bigint; rising: boolean }>(`
        SELECT count(*) AS ids, bool_and(id = -1 OR id > before OR before IS NULL) AS rising
        FROM (SELECT id, lag(id) OVER () AS before FROM ${literal(etl.file('features', `${name}_ids`))})`)
      expect({ ids: Number(found!.ids), rising: found!.rising }).toEqual({ ids: rows, rising: true })
    }
  })

  it('gives a raw incident the features that training computed for it', async () => {
    const featurizer = createFeaturizer({ ...buildFeaturizer(etl.fitted), features: FEATURES })
    const incidents = await duck.rows<RawIncident & { id: bigint; date: string }>(`
      SELECT * REPLACE (strftime(date, '%Y-%m-%dT%H:%M:%S.%g') AS date)
      FROM ${literal(month)}
      ORDER BY hash(id)
      LIMIT 20000`)
    const { columns, rows } = await readColumns(
      duck,
      `(FROM ${literal(etl.file('scale', 'train'))} UNION ALL FROM ${literal(etl.file('scale', 'test'))})`,
      ['id', ...FEATURES],
    )
    const rowOf = new Map(Array.from({ length: rows }, (_, row) => [columns.id![row]!, row]))
    let compared = 0
    let worst = 0
    for (const incident of incidents) {
      const row = rowOf.get(Number(incident.id))
      if (row === undefined) continue
      const values = featurizer.featurize(incident)
      for (const [k, name] of FEATURES.entries()) worst = Math.max(worst, Math.abs(values[k]! - columns[name]![row]!))
      compared++
    }
    expect(worst).toBeLessThan(1e-12)
    expect(compared).toBeGreaterThan(0.9 * Math.min(rows, 20_000))
  })
}

/** Equal within 1e-9, of the value where that is larger than 1. */
function expectNear(actual: number | null | undefined, expected: number | undefined): void {
  expect(Math.abs(actual! - expected!)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected!)))
}
